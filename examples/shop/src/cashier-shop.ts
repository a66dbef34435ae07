/** The shop on the cashier: orders stay in a ledger, and what can go wrong with money is the cashier's work. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { receive, respond } from 'tpkit'
import { createCashier, type RunningCashier } from 'tpkit/cashier'

export interface CashierShop {
  readonly cashier: RunningCashier
  /** Where wallets notify: `/notify/<account>`. */
  readonly server: Server
}

export async function openCashierShop(config: string, ledger: string): Promise<CashierShop> {
  const cashier = await createCashier({ config, ledger })
  cashier.run() // unknown outcomes, expiry, webhooks, seals
  return { cashier, server: createServer(notifyListener(cashier)) }
}

function notifyListener(cashier: RunningCashier): RequestListener {
  return async (request, response) => {
    const [, what, account = ''] = (request.url ?? '').split('/')
    if (what !== 'notify' || !cashier.tpkit.accounts.includes(account)) return void response.writeHead(404).end()
    try {
      respond(response, (await cashier.settle(account, await receive(request))).answer)
    } catch {
      // Larger than any wallet's message, or a caller who hung up: whatever it was, nothing was booked.
      response.destroy()
    }
  }
}

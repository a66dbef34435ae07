import { paidBy, paidOnce } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { type Facts, WALLETS, type WalletName } from '../world/wallets.ts'
import { UNPAID } from './bind-other.ts'
import { eventsOf } from './events.ts'

export const raceRepeats: Cases = {
  A038: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      await trial.twin(`${name}: the first one`, () => paidBy(trial, sold))
      await trial.bad(`${name}: the same bytes 99 times more`, async () => {
        for (let time = 0; time < 99; time += 1) {
          const answer = await trial.shop.notify(sold.account, sold.notify)
          if (!sold.stand.accepts(answer)) return `number ${time}: ${shortly(answer)}`
        }
        return toldOnce(trial, sold)
      })
    }
  },
  A039: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      await trial.bad(`${name}: fifty at once`, async () => {
        const answers = await Promise.all(Array.from({ length: 50 }, () => trial.shop.notify(sold.account, sold.notify)))
        const refused = answers.filter((answer) => !sold.stand.accepts(answer))
        if (refused[0]) return `${refused.length} were refused: ${shortly(refused[0])}`
        return toldOnce(trial, sold)
      })
      await trial.twin(`${name}: one of another order`, async () => paidBy(trial, await trial.shop.sell(name)))
    }
  },
  A042: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      await trial.twin(`${name}: the success`, () => paidBy(trial, sold))
      for (const [input, facts] of Object.entries(ENDS[name]))
        await trial.bad(`${name}: ${input}, behind the success`, async () => {
          const answer = await trial.shop.notify(sold.account, sold.stand.resigned(sold.notify, facts))
          return sold.stand.accepts(answer) ? toldOnce(trial, sold) : `expected that it is taken, found ${shortly(answer)}`
        })
    }
  },
  A044: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      await trial.twin(`${name}: the notify before the refund`, () => paidBy(trial, sold))
      await trial.shop.refund(sold, `R-${sold.orderNo}`, sold.total)
      await trial.bad(`${name}: the same behind a refund of all`, async () => {
        const answer = await trial.shop.notify(sold.account, sold.notify)
        if (!sold.stand.accepts(answer)) return `expected that it is taken, found ${shortly(answer)}`
        const back = await trial.shop.standing(sold).givenBack()
        return back === BigInt(sold.total) ? toldOnce(trial, sold) : `${back} are given back`
      })
    }
  },
}

/** How each wallet tells of an end without payment. */
const ENDS: Readonly<Record<WalletName, Readonly<Record<string, Facts>>>> = {
  qq: { CLOSED: { trade_state: 'CLOSED' }, PAYERROR: { trade_state: 'PAYERROR' } },
  wx: {
    CLOSED: { trade_state: 'CLOSED', success_time: undefined },
    PAYERROR: { trade_state: 'PAYERROR', success_time: undefined },
    NOTPAY: { trade_state: 'NOTPAY', success_time: undefined },
  },
  ali: {
    TRADE_CLOSED: { ...UNPAID, trade_status: 'TRADE_CLOSED' },
    WAIT_BUYER_PAY: { ...UNPAID, trade_status: 'WAIT_BUYER_PAY' },
  },
}

/** One transition, one event. */
async function toldOnce(trial: Trial, sold: Sold): Promise<string | undefined> {
  const events = await eventsOf(trial, sold.id, 'payment.succeeded')
  if (events.length !== 1) return `expected one event, found ${events.length}`
  return paidOnce(trial, sold)
}

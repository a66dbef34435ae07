import { text } from 'node:stream/consumers'
import { type Sandbox, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import { type AccountHandle, cny } from 'tpkit'
import { vi } from 'vitest'
import { Transformer } from 'wechatpay-axios-plugin'
import { type Merchant, merchantOf } from './client.fixture.ts'
import { controlOf, openFolder, openProvider, serve } from './house.fixture.ts'

/** One merchant who pays with their client, and looks at the same orders through our provider. */
export interface Shop {
  readonly sandbox: Sandbox
  readonly merchant: Merchant
  readonly ours: AccountHandle
  /** Their unified order; answers with its QR code. */
  readonly place: (outTradeNo: string, change?: object) => Promise<string>
  readonly placeAndPay: (outTradeNo: string) => Promise<void>
  /** The payer acts on a QR code, or on a payment code that was scanned. */
  readonly act: (prompt: string, action: string) => Promise<void>
  readonly control: (path: string, wish?: object) => Promise<unknown>
  /** The notify of that order, as soon as it came. */
  readonly notifyOf: (outTradeNo: string) => Promise<string>
  readonly close: () => Promise<void>
}

export const TOTAL = cny.fen(1990)
export const ORDER = {
  ...{ fee_type: 'CNY', total_fee: 1990, body: '茶 & <糖>', attach: '深圳分店' },
  ...{ trade_type: 'NATIVE', spbill_create_ip: '127.0.0.1' },
}

/** Their client's error for a refusal of the wallet's. */
export function refusal(code: string): object {
  return { code: 'EV2_RES_STATUS_CODE_NOT_SUCESS', data: { err_code: code } }
}

export async function openShop(options: SandboxOptions = {}): Promise<Shop> {
  const folder = await openFolder()
  const sandbox = await startSandbox({ dir: folder.path, refundDelayMs: 0, ...options })
  const merchant = merchantOf(sandbox)
  const [provider, listener] = [await openProvider(folder.path, 'qq', sandbox.account), await listen()]
  const control = (path: string, wish?: object) => controlOf(sandbox.controlUrl, path, wish)
  const act = async (prompt: string, action: string) => void (await control('act', { prompt, action }))
  const place = async (outTradeNo: string, change: object = {}) => {
    const order = { ...ORDER, out_trade_no: outTradeNo, notify_url: listener.url, ...change }
    const { code_url = '' } = await merchant.call('unifiedOrder', order)
    return code_url
  }
  return {
    ...{ sandbox, merchant, control, act, place },
    ours: provider.account('qq'),
    placeAndPay: async (outTradeNo) => act(await place(outTradeNo), 'pay'),
    notifyOf: listener.notifyOf,
    close: async () => {
      await provider.close()
      await sandbox.close()
      await listener.close()
      await folder.remove()
    },
  }
}

interface Listener {
  readonly url: string
  readonly notifyOf: (outTradeNo: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** Takes every notify, and acknowledges it as their documentation says. */
async function listen(): Promise<Listener> {
  const notifies: string[] = []
  const server = await serve(async (request, response) => {
    notifies.push(await text(request))
    response.end(Transformer.toXml({ return_code: 'SUCCESS', return_msg: 'OK' }))
  })
  return {
    url: `${server.url}/notify`,
    notifyOf: (outTradeNo) =>
      vi.waitFor(() => {
        const found = notifies.find((body) => body.includes(outTradeNo))
        return found ?? Promise.reject(new Error(`no notify of ${outTradeNo} yet`))
      }, 15_000),
    close: server.close,
  }
}

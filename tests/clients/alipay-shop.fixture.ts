import {
  type AlipayAccount,
  type AlipayEnrolment,
  type AlipaySandbox,
  type AlipaySandboxOptions,
  startAlipaySandbox,
} from '@tpkit/sandbox'
import type { AlipaySdk } from 'alipay-sdk'
import { type AccountHandle, cny, type Received, receive } from 'tpkit'
import { vi } from 'vitest'
import { type Exec, execOf, sdkOf, textIn } from './alipay-sdk.fixture.ts'
import { controlOf, openFolder, openProvider, serve } from './house.fixture.ts'

/** A merchant who pays with their client. */
export interface AlipayStall {
  readonly account: AlipayAccount
  readonly sdk: AlipaySdk
  readonly exec: Exec
  /** 商户订单, as biz_content has it. */
  readonly order: (outTradeNo: string, change?: object) => object
  /** Their precreate; answers with the QR code. */
  readonly place: (outTradeNo: string, change?: object) => Promise<string>
  /** An order that a payer scanned and paid; answers with its trade number. */
  readonly sold: (outTradeNo: string, change?: object) => Promise<string>
  /** A payer acts on a QR code, a trade number or an order string. */
  readonly act: (prompt: string, action: string) => Promise<void>
  readonly control: (path: string, wish: object) => Promise<unknown>
  readonly faults: (rules: string) => Promise<unknown>
  /** The notifies that came to a path, as soon as there are so many. */
  readonly notifies: (path: string, count?: number) => Promise<readonly Received[]>
  /** Where the notifies of an order go. */
  readonly notifyUrl: (path: string) => string
}

export interface AlipayShop extends AlipayStall {
  readonly sandbox: AlipaySandbox
  /** Our provider, which looks at the same orders. */
  readonly ours: AccountHandle
  /** One more merchant, with a wallet of their own behind the same doors. */
  readonly enrol: (wanted: AlipayEnrolment) => Promise<AlipayStall>
  readonly close: () => Promise<void>
}

export const TOTAL = cny.fen(1990)
export const SUBJECT = '茶 <糖> "\\ 50% +'

export async function openAlipayShop(options: AlipaySandboxOptions = {}): Promise<AlipayShop> {
  const folder = await openFolder()
  const sandbox = await startAlipaySandbox({ dir: folder.path, ...options })
  const provider = await openProvider(folder.path, 'ali', sandbox.account)
  const listener = await listen()
  return {
    sandbox,
    ...stallOf(sandbox, sandbox.account, listener),
    ours: provider.account('ali'),
    enrol: async (wanted) => stallOf(sandbox, (await sandbox.enrol({ ownWallet: true, ...wanted })).account, listener),
    close: async () => {
      await provider.close()
      await sandbox.close()
      await listener.close()
      await folder.remove()
    },
  }
}

function stallOf(sandbox: AlipaySandbox, account: AlipayAccount, listener: Listener): AlipayStall {
  const mchId = account.sellerId
  const sdk = sdkOf(account)
  const exec = execOf(sdk)
  const control = (path: string, wish: object) => controlOf(sandbox.controlUrl, path, { mchId, ...wish })
  const act = async (prompt: string, action: string) => void (await control('act', { prompt, action }))
  const notifyUrl = (path: string) => `${listener.url}/${path}`
  const order = (outTradeNo: string, change: object = {}) => ({
    ...{ out_trade_no: outTradeNo, total_amount: '19.90', subject: SUBJECT },
    ...change,
  })
  const place = async (outTradeNo: string, change: object = {}) => {
    const more = { notifyUrl: notifyUrl(outTradeNo) }
    return textIn(await exec('trade.precreate', order(outTradeNo, change), more), 'qrCode')
  }
  return {
    ...{ account, sdk, exec, control, act, order, place, notifyUrl, notifies: listener.notifies },
    faults: (rules) => controlOf(sandbox.controlUrl, `faults?mchId=${mchId}`, { rules }, 'PUT'),
    sold: async (outTradeNo, change) => {
      await act(await place(outTradeNo, change), 'pay')
      return textIn(await exec('trade.query', { out_trade_no: outTradeNo }), 'tradeNo')
    },
  }
}

interface Listener {
  readonly url: string
  readonly notifies: AlipayStall['notifies']
  readonly close: () => Promise<void>
}

/** Takes every notify but the first ones of orders whose number says otherwise. */
async function listen(): Promise<Listener> {
  const heard = new Map<string, Received[]>()
  const server = await serve(async (request, response) => {
    const path = (request.url ?? '').slice(1)
    const received = await receive(request)
    const before = heard.get(path) ?? []
    heard.set(path, [...before, received])
    response.writeHead(200).end(path.startsWith('DEAF') && before.length === 0 ? 'fail' : 'success')
  })
  return {
    url: server.url,
    notifies: (path, count = 1) =>
      vi.waitFor(
        () => {
          const found = heard.get(path) ?? []
          return found.length >= count ? found : Promise.reject(new Error(`${found.length} notifies at ${path} yet`))
        },
        { timeout: 15_000, interval: 5 },
      ),
    close: server.close,
  }
}

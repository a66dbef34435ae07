import {
  startWeChatSandbox,
  type WeChatAccount,
  type WeChatEnrolment,
  type WeChatSandbox,
  type WeChatSandboxOptions,
} from '@tpkit/sandbox'
import { type AccountHandle, cny, type Received, receive } from 'tpkit'
import { vi } from 'vitest'
import { controlOf, openFolder, openProvider, serve } from './house.fixture.ts'
import { textIn, type V3Merchant, type V3Scene, v3Merchant } from './wechatpay-v3.fixture.ts'

/** A merchant who pays with their client. */
export interface WeChatStall {
  readonly account: WeChatAccount
  readonly merchant: V3Merchant
  /** Their order; answers with what a payer scans or opens. */
  readonly place: (scene: V3Scene, outTradeNo: string, change?: object) => Promise<string>
  /** A native order, paid; answers with its transaction id. */
  readonly sold: (outTradeNo: string, change?: object) => Promise<string>
  /** The payer acts on a QR code or prepay id. */
  readonly act: (prompt: string, action: string) => Promise<void>
  readonly control: (path: string, wish: object) => Promise<unknown>
  readonly faults: (rules: string) => Promise<unknown>
  /** The notifies that came to a path, as soon as there are so many; with their bytes and headers. */
  readonly notifies: (path: string, count?: number) => Promise<readonly Received[]>
  /** Where the notifies of an order or refund go. */
  readonly notifyUrl: (path: string) => string
}

export interface WeChatShop extends WeChatStall {
  readonly sandbox: WeChatSandbox
  /** Our provider, which looks at the same orders. */
  readonly ours: AccountHandle
  /** One more merchant, with a wallet of their own behind the same doors. */
  readonly enrol: (ownWallet: WeChatEnrolment['ownWallet']) => Promise<WeChatStall>
  readonly close: () => Promise<void>
}

export const TOTAL = cny.fen(1990)
export const SUBJECT = '茶 & <糖> "\\'
export const ATTACH = '深圳分店'

const SCENES: Readonly<Record<V3Scene, object>> = {
  native: {},
  app: {},
  jsapi: { payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } },
  h5: { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } },
  codepay: { scene_info: { device_id: 'POS-1' } },
}

export async function openWeChatShop(options: WeChatSandboxOptions = {}): Promise<WeChatShop> {
  const folder = await openFolder()
  const sandbox = await startWeChatSandbox({ dir: folder.path, refundDelayMs: 0, ...options })
  const provider = await openProvider(folder.path, 'wx', sandbox.account)
  const listener = await listen()
  return {
    sandbox,
    ...stallOf(sandbox, sandbox.account, listener),
    ours: provider.account('wx'),
    enrol: async (ownWallet = {}) => stallOf(sandbox, (await sandbox.enrol({ ownWallet })).account, listener),
    close: async () => {
      await provider.close()
      await sandbox.close()
      await listener.close()
      await folder.remove()
    },
  }
}

function stallOf(sandbox: WeChatSandbox, account: WeChatAccount, listener: Listener): WeChatStall {
  const { mchId, appId } = account
  const merchant = v3Merchant(account)
  const control = (path: string, wish: object) => controlOf(sandbox.controlUrl, path, { mchId, ...wish })
  const act = async (prompt: string, action: string) => void (await control('act', { prompt, action }))
  const notifyUrl = (path: string) => `${listener.url}/${path}`
  const order = (outTradeNo: string) => ({
    ...{ appid: appId, mchid: mchId, description: SUBJECT, attach: ATTACH, out_trade_no: outTradeNo },
    amount: { total: 1990, currency: 'CNY' },
  })
  const place = async (scene: V3Scene, outTradeNo: string, change: object = {}) => {
    const fields = { ...order(outTradeNo), notify_url: notifyUrl(outTradeNo), ...SCENES[scene], ...change }
    return promptIn((await merchant.pay(scene, fields)).data)
  }
  return {
    ...{ account, merchant, control, act, place, notifyUrl, notifies: listener.notifies },
    faults: (rules) => controlOf(sandbox.controlUrl, `faults?mchId=${mchId}`, { rules }, 'PUT'),
    sold: async (outTradeNo, change) => {
      await act(await place('native', outTradeNo, change), 'pay')
      return textIn((await merchant.query(outTradeNo)).data, 'transaction_id')
    },
  }
}

function promptIn(data: object): string {
  const name = ['code_url', 'h5_url', 'prepay_id'].find((each) => each in data)
  return textIn(data, name ?? 'code_url')
}

interface Listener {
  readonly url: string
  readonly notifies: WeChatStall['notifies']
  readonly close: () => Promise<void>
}

/** Takes every notify but those of orders whose number says otherwise. */
async function listen(): Promise<Listener> {
  const heard = new Map<string, Received[]>()
  const server = await serve(async (request, response) => {
    const path = (request.url ?? '').slice(1)
    const received = await receive(request)
    const before = heard.get(path) ?? []
    heard.set(path, [...before, received])
    response.writeHead(path.startsWith('DEAF') && before.length === 0 ? 500 : 204).end()
  })
  return {
    url: server.url,
    notifies: (path, count = 1) =>
      vi.waitFor(() => {
        const found = heard.get(path) ?? []
        return found.length >= count ? found : Promise.reject(new Error(`${found.length} notifies at ${path} yet`))
      }, 15_000),
    close: server.close,
  }
}

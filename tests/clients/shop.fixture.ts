import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Sandbox, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import { type AccountHandle, cny, loadTpkit } from 'tpkit'
import { vi } from 'vitest'
import { Transformer } from 'wechatpay-axios-plugin'
import { type Merchant, merchantOf } from './client.fixture.ts'

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
  // Inside the repository, so that the plugin is found by its name.
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  const folder = await mkdtemp(join(import.meta.dirname, '../../.tmp/clients-'))
  const sandbox = await startSandbox({ dir: folder, refundDelayMs: 0, ...options })
  const merchant = merchantOf(sandbox)
  const [provider, listener] = [await openProvider(folder, sandbox), await listen()]
  const control = (path: string, wish?: object) => controlOf(sandbox, path, wish)
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
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Our provider for the same merchant; JSON is YAML. */
async function openProvider(folder: string, { account }: Sandbox): ReturnType<typeof loadTpkit> {
  const path = join(folder, 'tpkit.config.yaml')
  const qq = { ...account, notifyUrl: 'https://merchant.example/notify' }
  await writeFile(path, JSON.stringify({ accounts: { qq }, methods: { wallet: 'qq' } }))
  return loadTpkit(path)
}

interface Listener {
  readonly url: string
  readonly notifyOf: (outTradeNo: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** Takes every notify, and acknowledges it as their documentation says. */
async function listen(): Promise<Listener> {
  const notifies: string[] = []
  const server = createServer(async (request, response) => {
    notifies.push(await text(request))
    response.end(Transformer.toXml({ return_code: 'SUCCESS', return_msg: 'OK' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/notify`,
    notifyOf: (outTradeNo) =>
      vi.waitFor(() => {
        const found = notifies.find((body) => body.includes(outTradeNo))
        return found ?? Promise.reject(new Error(`no notify of ${outTradeNo} yet`))
      }, 15_000),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** With a wish it is a POST. */
async function controlOf({ controlUrl }: Sandbox, path: string, wish?: object): Promise<unknown> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) }
  const answer = await fetch(`${controlUrl}/${path}`, wish ? post : {})
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json()
}

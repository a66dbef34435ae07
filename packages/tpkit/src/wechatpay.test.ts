import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { CLOCK } from '@tpkit/core/container'
import { startWeChatSandbox, type WeChatSandbox, type WeChatSandboxOptions } from '@tpkit/sandbox'
import { ContainerModule } from 'inversify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AccountHandle, cny, isTPError, loadTpkit, receive } from './index.ts'

const HOUR_MS = 3_600_000

/** A merchant at a local WeChat Pay: what its account hears of every notify, and both clocks. */
interface Shop {
  readonly account: AccountHandle
  readonly sandbox: WeChatSandbox
  /** `paid`, or the code of the refusal, in the order of arrival. */
  readonly heard: string[]
  /** Time passes for the wallet. */
  readonly wallet: (ms: number) => Promise<void>
  /** Time passes for us, a little: so that keys may be asked for again. */
  readonly later: (ms: number) => void
  /** An order that is paid at once; ends when its notify was heard. */
  readonly sold: (outTradeNo: string) => Promise<string>
}

async function openShop(options: WeChatSandboxOptions, trust: 'public key' | 'certificates'): Promise<Shop> {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  const inside = join(import.meta.dirname, '../.tmp')
  await mkdir(inside, { recursive: true })
  const folder = await mkdtemp(join(inside, 'wechatpay-'))
  const sandbox = await startWeChatSandbox({ ...options, dir: join(folder, 'sandbox') })
  const heard: string[] = []
  let account: AccountHandle | undefined
  const server = createServer(async (request, response) => {
    const received = await receive(request)
    heard.push(await (account?.notify(received) ?? Promise.reject(new Error('no account yet'))).then(statusOf, codeOf))
    response.writeHead(heard.at(-1) === 'paid' ? 200 : 401).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const { publicKey, publicKeyId, ...rest } = sandbox.account
  const pinned = trust === 'public key' ? { publicKey, publicKeyId } : {}
  const entry = { ...rest, ...pinned, notifyUrl: `http://127.0.0.1:${port}/notify` }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, JSON.stringify({ accounts: { wx: entry }, methods: { wallet: 'wx' } }))
  let ahead = 0
  const clock = new ContainerModule(({ rebind }) => {
    rebind(CLOCK).toConstantValue({ nowMs: () => Date.now() + ahead })
  })
  const tpkit = await loadTpkit(path, { modules: [clock] })
  onTestFinished(async () => {
    await tpkit.close()
    server.close().closeAllConnections()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  })
  account = tpkit.account('wx')
  return shopOf(account, sandbox, heard, (ms) => {
    ahead += ms
  })
}

function shopOf(account: AccountHandle, sandbox: WeChatSandbox, heard: string[], later: (ms: number) => void): Shop {
  const control = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(sandbox.controlUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
  }
  const sold = async (outTradeNo: string): Promise<string> => {
    const reply = await account.pay({ scene: 'native', outTradeNo, subject: 'tea', total: cny.yuan('19.90') })
    if (reply.kind !== 'done') return `${reply.kind} ${reply.failure.code}`
    const before = heard.length
    await control('/trigger', { outTradeNo, action: 'pay' })
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(before + 1)
    return heard.at(-1) ?? ''
  }
  return { account, sandbox, heard, later, sold, wallet: (ms) => control('/clock', { advance: ms }) }
}

function statusOf({ facts: [fact] }: Awaited<ReturnType<AccountHandle['notify']>>): string {
  return fact?.kind === 'payment' ? fact.status : 'nothing'
}

function codeOf(error: unknown): string {
  return isTPError(error) ? error.code : String(error)
}

interface Listed {
  readonly id: string
  readonly from: string
  readonly call?: string
}

async function exchanges({ sandbox }: Shop): Promise<readonly Listed[]> {
  const answer = await fetch(`${sandbox.controlUrl}/exchanges`)
  return (await answer.json()) as readonly Listed[] // the control API's documented form
}

async function downloads(shop: Shop): Promise<number> {
  return (await exchanges(shop)).filter(({ call }) => call === 'trust').length
}

const ROTATION = { listedAfterMs: HOUR_MS, signsAfterMs: 2 * HOUR_MS, endsAfterMs: 3 * HOUR_MS }

describe('platform certificates that nobody was given', () => {
  test('are downloaded for the first answer, and once', async () => {
    const shop = await openShop({ signsWith: 'certificate' }, 'certificates')
    expect([await shop.sold('CERT_0001'), await shop.sold('CERT_0002')]).toEqual(['paid', 'paid'])
    expect(await downloads(shop)).toBe(1)
  })

  test('change in mid-traffic: every notify is believed, before, between and after', async () => {
    const shop = await openShop({ signsWith: 'certificate', rotation: ROTATION }, 'certificates')
    expect(await shop.sold('ROTATE_01')).toBe('paid')
    await shop.wallet(1.5 * HOUR_MS) // the next one is listed, the first one signs
    expect(await shop.sold('ROTATE_02')).toBe('paid')
    shop.later(61_000)
    await shop.wallet(HOUR_MS) // the next one signs
    expect(await shop.sold('ROTATE_03')).toBe('paid')
    await shop.wallet(HOUR_MS) // the first one is withdrawn
    expect(await shop.sold('ROTATE_04')).toBe('paid')
    expect(await downloads(shop)).toBe(2)
  })

  test('met within a minute of a download, a new one is refused and not asked for; the wallet tells again, and then it is', async () => {
    const shop = await openShop({ signsWith: 'certificate', rotation: ROTATION }, 'certificates')
    expect(await shop.sold('SOON_0001')).toBe('paid')
    await shop.wallet(2.5 * HOUR_MS)
    expect(await shop.sold('SOON_0002')).toBe('UNVERIFIED')
    expect(await downloads(shop)).toBe(1)
    shop.later(61_000)
    await shop.wallet(15_000) // the wallet's own pause
    await expect.poll(() => shop.heard.at(-1), { timeout: 10_000 }).toBe('paid')
    expect(await downloads(shop)).toBe(2)
  })
})

describe('a public key beside certificates', () => {
  test('both are believed while the wallet goes over from one to the other', async () => {
    const shop = await openShop({ signsWith: 'both' }, 'public key')
    const results: string[] = []
    // The wallet draws which one signs: one alone for forty times is as good as never.
    const seenBoth = async () => (await serialsOfNotifies(shop)).size === 2
    while (results.length < 40 && !(await seenBoth())) results.push(await shop.sold(`BOTH_000${results.length}`))
    expect(new Set(results)).toEqual(new Set(['paid']))
    expect(await seenBoth()).toBe(true)
  })

  test('is not replaced by a download: a foreign key under its kind of name is refused without one', async () => {
    const shop = await openShop({ faults: [{ fault: 'notify-other-key', times: 1 }] }, 'public key')
    expect(await shop.sold('FOREIGN_1')).toBe('UNVERIFIED')
    expect(await downloads(shop)).toBe(0)
  })
})

/** Who signed the notifies, as their headers say. */
async function serialsOfNotifies(shop: Shop): Promise<ReadonlySet<string>> {
  const told = (await exchanges(shop)).filter(({ from }) => from === 'wallet')
  const texts = await Promise.all(told.map(async ({ id }) => (await fetch(`${shop.sandbox.controlUrl}/exchanges/${id}`)).text()))
  return new Set(texts.map((text) => /wechatpay-serial","([^"]+)"/.exec(text)?.[1] ?? 'none'))
}

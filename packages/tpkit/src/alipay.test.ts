import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { CLOCK } from '@tpkit/core/container'
import { type AlipaySandbox, type AlipaySandboxOptions, startAlipaySandbox } from '@tpkit/sandbox'
import { ContainerModule } from 'inversify'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AccountHandle, cny, isTPError, loadTpkit, receive } from './index.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TOTAL = cny.yuan('19.90')

/** A merchant at a local Alipay: what its account hears of every notify, and both clocks. */
interface Shop {
  readonly account: AccountHandle
  readonly sandbox: AlipaySandbox
  /** `paid`, or the code of the refusal, in the order of arrival. */
  readonly heard: string[]
  /** Time passes for the wallet and for us. */
  readonly pass: (ms: number) => Promise<void>
  /** An order that is paid at once; ends when its notify was heard. */
  readonly sold: (outTradeNo: string) => Promise<string>
}

async function openShop(options: AlipaySandboxOptions = {}): Promise<Shop> {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  const inside = join(import.meta.dirname, '../.tmp')
  await mkdir(inside, { recursive: true })
  const folder = await mkdtemp(join(inside, 'alipay-'))
  const sandbox = await startAlipaySandbox({ ...options, dir: join(folder, 'sandbox') })
  const heard: string[] = []
  let account: AccountHandle | undefined
  const server = createServer(async (request, response) => {
    const received = await receive(request)
    heard.push(await (account?.notify(received) ?? Promise.reject(new Error('no account yet'))).then(statusOf, codeOf))
    response.end(heard.at(-1) === 'paid' ? 'success' : 'fail')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const entry = { ...sandbox.account, notifyUrl: `http://127.0.0.1:${port}/notify` }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, JSON.stringify({ accounts: { ali: entry }, methods: { wallet: 'ali' } }))
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
  const control = controlOf(sandbox)
  account = tpkit.account('ali')
  const till = account
  return {
    ...{ account: till, sandbox, heard },
    pass: async (ms) => {
      ahead += ms
      await control('clock', { advance: `${ms}ms` })
    },
    sold: async (outTradeNo) => {
      const before = heard.length
      const outcome = await till.pay({ scene: 'native', outTradeNo, subject: 'tea', total: TOTAL })
      if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'qr')
        throw new Error(`expected a code, found ${outcome.kind}`)
      await control('act', { prompt: outcome.value.prompt.text, action: 'pay' })
      await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(before)
      return heard.at(-1) ?? 'nothing'
    },
  }
}

function controlOf({ controlUrl }: AlipaySandbox) {
  return async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${controlUrl}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
}

function statusOf({ facts }: Awaited<ReturnType<AccountHandle['notify']>>): string {
  return facts[0]?.status ?? 'nothing'
}

function codeOf(error: unknown): string {
  return isTPError(error) ? error.code : String(error)
}

const read = async (rows: AsyncIterable<{ readonly fact?: { readonly kind: string; readonly outTradeNo: string } }>) => {
  const found: string[] = []
  for await (const { fact } of rows) if (fact) found.push(`${fact.kind} ${fact.outTradeNo}`)
  return found
}

describe('an account at a local Alipay', () => {
  test('reads its bill: an archive, unpacked while it comes', async () => {
    const shop = await openShop({ behindMs: 2 * DAY_MS })
    expect(await shop.sold('T_1')).toBe('paid')
    const refund = { outTradeNo: 'T_1', outRefundNo: 'R_1', amount: cny.yuan('5.00'), total: TOTAL }
    expect(await shop.account.refund(refund)).toMatchObject({ kind: 'done', value: { status: 'refunded' } })
    const day = new Date(Date.now() - 2 * DAY_MS + 8 * HOUR_MS).toISOString().slice(0, 10)
    await controlOf(shop.sandbox)('clock', { advance: '2d' })
    const lines = ['payment T_1', 'refund T_1']
    expect(await read(shop.account.statement({ day, kind: 'trade' }))).toEqual(lines)
  })

  test('signs a page for the browser and sends nothing; the return is a hint, and never proof', async () => {
    const { account, sandbox } = await openShop()
    // A browser's header says no charset.
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = (url: string, body: URLSearchParams) => fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
    const order = {
      scene: 'page',
      outTradeNo: 'T_2',
      subject: '龙井茶',
      total: TOTAL,
      returnUrl: 'https://shop.example/back',
    } as const
    const outcome = await account.pay(order)
    if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'form') throw new Error('expected a form')
    const { action, fields } = outcome.value.prompt
    expect(action.startsWith(`${sandbox.url}/gateway.do?`)).toBe(true)
    const page = await (await post(action, new URLSearchParams(fields))).text()
    const button = /action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const paid = await post(sandbox.url + button, new URLSearchParams({ action: 'pay' }))
    const query = new URL(paid.headers.get('location') ?? 'https://none.example').search.slice(1)
    expect(await account.verifyReturn(query)).toEqual({ outTradeNo: 'T_2', transactionId: expect.stringMatching(/^\d{28}$/) })
    await expect(account.verifyReturn(query.replace('19.90', '19.91'))).rejects.toMatchObject({ code: 'UNVERIFIED' })
    expect(await account.query({ outTradeNo: 'T_2', total: TOTAL })).toMatchObject({ status: 'paid', total: TOTAL })
  })
})

describe('in certificate mode', () => {
  test('a certificate that is issued anew is learned from the first answer that names it, and then proves notifies, which name none', async () => {
    const shop = await openShop({ certificates: true, rotation: { listedAfterMs: HOUR_MS, signsAfterMs: 2 * HOUR_MS } })
    expect(await shop.sold('T_1')).toBe('paid')
    await shop.pass(3 * HOUR_MS)
    expect(await shop.account.query({ outTradeNo: 'T_1', total: TOTAL })).toMatchObject({ status: 'paid' })
    expect(await shop.sold('T_2')).toBe('paid')
  })

  test('of another application’s certificate nothing is believed', async () => {
    const shop = await openShop({ certificates: true, faults: [{ fault: 'other-certificate-answer', call: 'query' }] })
    await shop.sold('T_1')
    await expect(shop.account.query({ outTradeNo: 'T_1', total: TOTAL })).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })
})

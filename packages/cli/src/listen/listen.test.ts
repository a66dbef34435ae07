import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliRun } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'
import { notifyOf } from '../verify/notify.fixture.ts'

let shop: TestShop
let body: string

beforeAll(async () => {
  shop = await openTestShop()
  await shop.sell('LISTEN_1')
  body = await notifyOf(shop, 'LISTEN_1')
})

afterAll(() => shop.close())

/** Listens at a free port while `work` sends something there; answers what was printed. */
async function listen(args: readonly string[], work: (url: string) => Promise<unknown>): Promise<CliRun> {
  const stop = new AbortController()
  let tell = (_url: string): void => undefined
  const address = new Promise<string>((resolve) => {
    tell = resolve
  })
  const onOutput = (stdout: string): void => {
    const url = /http:\/\/[\w.:[\]]+\d/.exec(stdout)?.[0]
    if (url) tell(url)
  }
  const running = shop.run(['listen', '--port', '0', ...args], { interrupt: stop.signal, onOutput })
  await work(await Promise.race([address, running.then(({ stderr }) => Promise.reject(new Error(stderr)))]))
  stop.abort()
  return running
}

const post = (url: string, text: string) => fetch(url, { method: 'POST', body: text })

describe('tpkit listen', () => {
  it('prints what comes and has the wallet send it again, so that the shop still gets it', async () => {
    const answers: Response[] = []
    const { code, stdout } = await listen([], async (url) => {
      answers.push(await post(`${url}/notify/qq`, body), await post(`${url}/notify/qq`, body))
    })
    expect(code).toBe(0)
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
    expect(stdout).toMatch(/answered "later": the wallet sends it again/)
    expect(stdout).toMatch(
      /✓ Genuine[\s\S]*order +LISTEN_1[\s\S]*answered: later, so the wallet sends it again[\s\S]*the same notice, 2 times/,
    )
  })

  it('refuses what is not genuine, whatever it was told to answer', async () => {
    const statuses: number[] = []
    const { stdout } = await listen(['--acknowledge', 'accepted'], async (url) => {
      statuses.push((await post(`${url}/notify/qq`, body.replace('1990', '1'))).status)
      statuses.push((await post(`${url}/notify/qq`, body)).status)
    })
    expect(statuses).toEqual([400, 200])
    expect(stdout).toMatch(/✗ Not genuine[\s\S]*answered: refused[\s\S]*answered: accepted/)
  })

  it('streams a line for each to programs', async () => {
    const { stdout } = await listen(['--json'], (url) => post(`${url}/notify/qq`, body))
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toMatchObject([
      { listening: expect.any(String), acknowledge: 'later' },
      { account: 'qq', genuine: true, count: 1, acknowledged: 'later', notice: { facts: [{ outTradeNo: 'LISTEN_1' }] } },
    ])
  })

  it('ends after the first with --once, and takes every path for an account that is named', async () => {
    const { stdout } = await listen(['--once', '--account', 'qq'], (url) => post(`${url}/anywhere`, body))
    expect(stdout).toContain('✓ Genuine')
  })

  it('knows no other address, and reads no more than a notify can be', async () => {
    const statuses: number[] = []
    const { stdout } = await listen([], async (url) => {
      statuses.push((await post(`${url}/notify/other`, body)).status)
      statuses.push(await statusOfLarge(url))
    })
    expect(statuses).toEqual([404, 413])
    expect(stdout).toMatch(/expected \/notify\/<account>, answered 404[\s\S]*more than 1 MiB/)
  })

  it('says so where the port is taken, or the account unknown', async () => {
    const port = new URL(shop.sandbox.url).port
    expect(await shop.run(['listen', '--port', port])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`found ${port} taken`),
    })
    expect(await shop.run(['listen', '--account', 'x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('account (qq), found "x"'),
    })
  })
})

/** By hand: `fetch` would go on writing where the answer has come already. */
function statusOfLarge(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', reject)
    socket.once('data', (chunk) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(chunk))?.[1]))
      socket.destroy()
    })
    socket.write(`POST /notify/qq HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(1_100_000)}`)
  })
}

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Reached, reachFindings } from './reach.ts'
import { WORDS } from './spoken.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function walletAt(offMs: number | undefined): Promise<string> {
  server = createServer((_request, response) => {
    if (offMs === undefined) return // never answers
    response.writeHead(404, { date: new Date(Date.now() + offMs).toUTCString() }).end()
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const SANDBOX = { dir: '/nowhere/sandbox', line: 'tpkit sandbox' }

function look(address: string, more: Partial<Reached> = {}, timeoutMs = 5_000) {
  const origin = 'https://wallet.example'
  const account = { name: 'qq', manifest: { origins: [origin] }, endpoints: { [origin]: address }, ...more }
  return reachFindings(account, SANDBOX, WORDS.en, timeoutMs)
}

describe('the way to a wallet', () => {
  it.each([
    ['right', 0, 'ok', /^[012] s from the wallet's$/],
    ['a minute off', 60_000, 'warning', /^(59|60|61) s off/],
    ['behind by more than five minutes', 400_000, 'error', /s off: here it is \S+ \S+ [+-]\S+, at the wallet \S+ \S+ [+-]/],
    ['ahead by an hour', -3_600_000, 'error', /s off: here it is/],
  ] as const)('tells a clock that is %s', async (_what, offMs, level, found) => {
    const [reach, clock] = await look(await walletAt(offMs))
    expect(reach).toMatchObject({ check: 'reachable', level: 'ok' })
    expect(clock).toMatchObject({ check: 'clock', level, found: expect.stringMatching(found) })
  })

  it('that nobody answers on is an error, and so is one that hangs', async () => {
    await expect(look('http://127.0.0.1:1')).resolves.toMatchObject([
      { level: 'error', found: 'http://127.0.0.1:1: ECONNREFUSED', todo: expect.stringContaining('tpkit sandbox') },
    ])
    const hanging = await walletAt(undefined)
    await expect(look(hanging, {}, 50)).resolves.toMatchObject([{ level: 'error', found: `${hanging}: TIMEOUT` }])
  })

  it('through a proxy is not checked, and says so', async () => {
    await expect(look('http://127.0.0.1:1', { proxy: 'http://127.0.0.1:2' })).resolves.toMatchObject([
      { level: 'warning', found: 'not checked: calls go through http://127.0.0.1:2' },
    ])
  })
})

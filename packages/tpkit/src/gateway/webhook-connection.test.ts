import { createServer, type RequestListener } from 'node:http'
import type { HttpRequest } from '@tpkit/core'
import { startSandbox } from '@tpkit/sandbox'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { listening } from '../cashier/shop.fixture.ts'
import type { Resolve } from './guarded-lookup.ts'
import { SPELLINGS } from './special-addresses.fixture.ts'
import { webhookConnection } from './webhook-connection.ts'

const LIMITS = { timeoutMs: 5000, maxBytes: 1000 }

/** A server on this machine, and whoever knocked at its door, answered or not. */
async function server(listener: RequestListener = (_request, response) => void response.writeHead(204).end()) {
  const heard: string[] = []
  let connections = 0
  const http = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    heard.push(`${request.method} ${request.headers.host}${request.url} ${body}`)
    listener(request, response)
  }).on('connection', () => {
    connections += 1
  })
  const url = await listening(http)
  onTestFinished(() => void http.close().closeAllConnections())
  return { url, port: new URL(url).port, heard, connections: () => connections }
}

function message(url: string): HttpRequest {
  return { method: 'POST', url, effect: 'write', headers: [['webhook-id', 'evt_1']], body: Buffer.from('{}') }
}

function connection(reach: 'public' | 'loopback', resolve?: Resolve) {
  const made = webhookConnection({ reach: () => reach, ...(resolve && { resolve }) })
  onTestFinished(() => made.close())
  return (url: string, limits: object = {}) => made.send(message(url), { ...LIMITS, ...limits })
}

/** A name's addresses, as a resolver would have them at one look after the other. */
function names(...answers: readonly (readonly string[])[]) {
  const asked: string[] = []
  const resolve: Resolve = async (name) => {
    asked.push(name)
    const found = answers[Math.min(asked.length, answers.length) - 1] ?? []
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
  return { asked, resolve }
}

const refused = { code: 'UNSUPPORTED', mayHaveLeft: false }

describe('in production', () => {
  it.each(SPELLINGS)('no socket is opened to %s: %s', async (_what, host) => {
    const { port, connections } = await server()
    await expect(connection('public')(`https://${host}:${port}/`)).rejects.toMatchObject(refused)
    expect(connections()).toBe(0)
  })

  it('none without TLS', async () => {
    const { url, connections } = await server()
    await expect(connection('public')(url)).rejects.toMatchObject(refused)
    await expect(connection('public')('http://hooks.example/')).rejects.toMatchObject(refused)
    expect(connections()).toBe(0)
  })

  it.each([
    ['loopback', ['127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['a private network', ['10.0.0.5']],
    ['loopback that is mapped into IPv6', ['::ffff:127.0.0.1']],
    ['loopback in NAT64', ['64:ff9b::7f00:1']],
    ['loopback of one card', ['fe80::1%lo']],
    ['a public address and loopback', ['93.184.215.14', '127.0.0.1']],
    ['loopback and a public address', ['127.0.0.1', '93.184.215.14']],
    ['public addresses of both kinds and a private one', ['2606:2800:21f::1', '93.184.215.14', 'fd00::1']],
    ['nothing', []],
    ['what is no address', ['shop']],
  ])('none to a name that leads to %s; which it was is not said', async (_what, found) => {
    const { port, connections } = await server()
    const { resolve } = names(found)
    const error = await connection('public', resolve)(`https://hooks.example:${port}/`).catch((thrown: Error) => thrown)
    expect(error).toMatchObject(refused)
    expect(String(error)).toContain('hooks.example: expected a name that leads to public addresses alone')
    for (const address of found) expect(String(error)).not.toContain(address)
    expect(connections()).toBe(0)
  })
})

describe('in development', () => {
  it('a message reaches this machine, and the answer comes back', async () => {
    const { url, heard } = await server(
      (_request, response) => void response.writeHead(202, { 'retry-after': '3' }).end('got it'),
    )
    const answer = await connection('loopback')(`${url}/hooks?shop=1`)
    expect(heard).toEqual([`POST ${new URL(url).host}/hooks?shop=1 {}`])
    expect(answer).toMatchObject({ status: 202, body: Buffer.from('got it') })
    expect(answer.headers.get('retry-after')).toEqual(['3'])
  })

  it('the socket goes to the address that was looked at, and nobody looks twice', async () => {
    const { port, heard } = await server()
    const { resolve, asked } = names(['127.0.0.1'])
    await connection('loopback', resolve)(`http://shop.example:${port}/a`)
    expect([asked, heard]).toEqual([['shop.example'], [`POST shop.example:${port}/a {}`]])
  })

  it('a name that leads elsewhere the next time (DNS rebinding) is followed no more', async () => {
    const { port, heard } = await server((_request, response) => void response.writeHead(204, { connection: 'close' }).end())
    const send = connection('loopback', names(['127.0.0.1'], ['169.254.169.254'], ['127.0.0.1', '10.0.0.1']).resolve)
    await send(`http://shop.example:${port}/a`)
    await expect(send(`http://shop.example:${port}/b`)).rejects.toMatchObject(refused)
    await expect(send(`http://shop.example:${port}/c`)).rejects.toMatchObject(refused)
    expect(heard).toHaveLength(1)
  })

  it('a redirect is an answer, and not followed', async () => {
    const second = await server()
    const { url } = await server((_request, response) => void response.writeHead(307, { location: second.url }).end())
    expect(await connection('loopback')(url)).toMatchObject({ status: 307 })
    expect(second.connections()).toBe(0)
  })

  it.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['stops in the middle', (_request, response) => void response.write('half')],
    [
      'drips',
      (_request, response) => {
        const drops = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(drops))
      },
    ],
  ])('whoever %s is left at the end of the time', async (_what, listener) => {
    const { url } = await server(listener)
    await expect(connection('loopback')(url, { timeoutMs: 150 })).rejects.toMatchObject({ code: 'TIMEOUT', mayHaveLeft: true })
  })

  it.each<[string, RequestListener, object]>([
    ['answers too much', (_request, response) => void response.end('x'.repeat(1001)), { code: 'LIMIT' }],
    ['hangs up', (request) => void request.socket.destroy(), { code: 'UNAVAILABLE' }],
    [
      'changes to another protocol',
      (request) => void request.socket.end('HTTP/1.1 101 x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
      { code: 'MALFORMED' },
    ],
    ['speaks no HTTP', (request) => void request.socket.end('220 mail.example\r\n'), { code: 'UNAVAILABLE' }],
  ])('whoever %s has failed', async (_what, listener, failure) => {
    const { url } = await server(listener)
    await expect(connection('loopback')(url)).rejects.toMatchObject(failure)
  })

  it('whoever gives up, gives up', async () => {
    const { url } = await server(() => undefined)
    const stop = new AbortController()
    const sending = connection('loopback')(url, { signal: stop.signal })
    stop.abort()
    await expect(sending).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('a certificate that nobody vouches for is not believed, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const sandbox = await startSandbox()
    onTestFinished(async () => {
      vi.unstubAllEnvs()
      await sandbox.close()
    })
    await expect(connection('loopback')(sandbox.tlsUrl)).rejects.toThrow(/^endpoint: .*found none \(\w*(?:CERT|VERIFY)\w*\)$/)
  })
})

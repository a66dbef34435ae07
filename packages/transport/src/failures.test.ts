import type { Socket } from 'node:net'
import { inspect } from 'node:util'
import type { HttpRequest } from '@tpkit/core'
import type { Connection } from '@tpkit/core/ports'
import { describe, expect, it, vi } from 'vitest'
import {
  afterHeaders,
  connectTo,
  failureOf,
  get,
  hello,
  http,
  https,
  LIMITS,
  pem,
  post,
  stopTime,
  tcp,
  textOf,
  unusedPort,
} from './servers.fixture.ts'

const deep = (value: unknown): string => inspect(value, { depth: 20, showHidden: true })

interface Broken {
  readonly connection: Connection
  readonly request?: HttpRequest
  readonly timeoutMs?: number
}
type Case = readonly [given: string, code: string, says: RegExp, broken: () => Promise<Broken>]

const MUTUAL = { requestCert: true, rejectUnauthorized: true, ca: textOf('ca.pem') }
const refund = post('/refund', 'a=1', { identity: 'merchant' })

/** A server that takes the request and then does `act` to its socket. */
async function afterRequest(act: (socket: Socket) => void): Promise<Broken> {
  const server = await tcp((socket) => afterHeaders(socket, () => act(socket)))
  return { connection: connectTo(`http://127.0.0.1:${server.port}`) }
}

const NOTHING_LEFT: readonly Case[] = [
  [
    'a port where nobody listens',
    'UNAVAILABLE',
    /refused.*ECONNREFUSED/,
    async () => ({ connection: connectTo(`https://127.0.0.1:${await unusedPort()}`) }),
  ],
  [
    'a host name that does not exist',
    'UNAVAILABLE',
    /host name was not found/,
    async () => ({ connection: connectTo('https://no-such-host.invalid') }),
  ],
  [
    'a server certificate of an unknown authority',
    'UNVERIFIED',
    /not trusted; for a sandbox set `ca`/,
    async () => ({ connection: connectTo(`https://localhost:${(await https(hello)).port}`, { ca: textOf('foreign-ca.pem') }) }),
  ],
  [
    'a server certificate for another host name',
    'UNVERIFIED',
    /for another host name/,
    async () => {
      const server = await https(hello, { key: textOf('elsewhere-server.key'), cert: textOf('elsewhere-server.pem') })
      return { connection: connectTo(`https://localhost:${server.port}`) }
    },
  ],
  [
    'a TLS 1.2 server that misses our certificate during the handshake',
    'UNAUTHORIZED',
    /refused our TLS client certificate/,
    async () => ({
      connection: connectTo(`https://localhost:${(await https(hello, { ...MUTUAL, maxVersion: 'TLSv1.2' })).port}`),
    }),
  ],
  [
    'a server that does not speak TLS',
    'UNAVAILABLE',
    /TLS handshake failed/,
    async () => {
      const server = await tcp((socket) => socket.end('hello, I am a printer\r\n'))
      return { connection: connectTo(`https://localhost:${server.port}`) }
    },
  ],
  [
    'a server that closes during the handshake',
    'UNAVAILABLE',
    /connection broke/,
    async () => {
      const server = await tcp((socket) => socket.once('data', () => socket.destroy()))
      return { connection: connectTo(`https://localhost:${server.port}`) }
    },
  ],
  [
    'a server that accepts and never answers the handshake',
    'TIMEOUT',
    /no connection within 100 ms/,
    async () => ({ connection: connectTo(`https://localhost:${(await tcp(() => {})).port}`), timeoutMs: 100 }),
  ],
  [
    'a header that HTTP cannot carry',
    'INVALID',
    /cannot be written as HTTP/,
    async () => ({
      connection: connectTo(`http://127.0.0.1:${(await http(hello)).port}`),
      request: post('/', '', { headers: [['x-name', '一\r\nx-forged: 1']] }),
    }),
  ],
  [
    'a header that belongs to the transport',
    'UNSUPPORTED',
    /header Host is written by the transport/,
    async () => ({
      connection: connectTo(`http://127.0.0.1:${(await http(hello)).port}`),
      request: post('/', '', { headers: [['Host', 'elsewhere.example']] }),
    }),
  ],
  [
    'a GET with a body',
    'UNSUPPORTED',
    /a GET carries no body/,
    async () => ({
      connection: connectTo(`http://127.0.0.1:${(await http(hello)).port}`),
      request: get('/', { body: Buffer.from('a') }),
    }),
  ],
  [
    'a call that needs the client certificate on an account that has none',
    'CONFIG',
    /needs the merchant's client certificate/,
    async () => ({ connection: connectTo(`https://localhost:${(await https(hello)).port}`), request: refund }),
  ],
  [
    'a call that needs the client certificate and endpoints that lead to http',
    'CONFIG',
    /needs https/,
    async () => ({
      connection: connectTo(`http://127.0.0.1:${(await http(hello)).port}`, { identity: pem('client') }),
      request: refund,
    }),
  ],
]

const MAY_HAVE_LEFT: readonly Case[] = [
  [
    'a TLS 1.3 server that misses our certificate after the handshake',
    'UNAUTHORIZED',
    /refused our TLS client certificate/,
    async () => ({ connection: connectTo(`https://localhost:${(await https(hello, MUTUAL)).port}`) }),
  ],
  [
    'a server that does not accept the client certificate',
    'UNAVAILABLE',
    /connection broke/,
    async () => ({
      connection: connectTo(`https://localhost:${(await https(hello, MUTUAL)).port}`, { identity: pem('foreign-client') }),
      request: refund,
    }),
  ],
  [
    'a server that takes the request and never answers',
    'TIMEOUT',
    /no complete answer within 10000 ms/,
    async () => {
      const { advance } = stopTime()
      return { connection: connectTo(`http://127.0.0.1:${(await http(() => advance(10_000))).port}`) }
    },
  ],
  ['a server that closes after the request', 'UNAVAILABLE', /broke before/, () => afterRequest((socket) => socket.destroy())],
  [
    'a server that resets after the request',
    'UNAVAILABLE',
    /broke before/,
    () => afterRequest((socket) => socket.resetAndDestroy()),
  ],
  [
    'half a body of known length',
    'UNAVAILABLE',
    /broke before/,
    () => afterRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello')),
  ],
  [
    'half a body in chunks',
    'UNAVAILABLE',
    /broke before/,
    () => afterRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n')),
  ],
  [
    'a chunk that is no chunk',
    'MALFORMED',
    /not HTTP/,
    () => afterRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n')),
  ],
  ['an answer that is not HTTP', 'MALFORMED', /not HTTP/, () => afterRequest((socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n'))],
  [
    'two lengths for one body',
    'MALFORMED',
    /not HTTP/,
    () => afterRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nhello')),
  ],
  [
    'headers without end',
    'LIMIT',
    /headers of the answer are too large/,
    () => afterRequest((socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)),
  ],
  [
    'an answer that wants to speak another protocol',
    'MALFORMED',
    /another protocol/,
    () => afterRequest((socket) => socket.write('HTTP/1.1 101 Hop\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n')),
  ],
]

async function outcome(broken: () => Promise<Broken>) {
  const { connection, request = post('/pay'), timeoutMs = LIMITS.timeoutMs } = await broken()
  return failureOf(connection.send(request, { ...LIMITS, timeoutMs }))
}

describe('mayHaveLeft is false where provably no byte of the request went out', () => {
  it.each(NOTHING_LEFT)('given %s: %s', async (_given, code, says, broken) => {
    const failure = await outcome(broken)
    expect({ code: failure.code, mayHaveLeft: failure.mayHaveLeft, message: failure.message }).toEqual({
      code,
      mayHaveLeft: false,
      message: expect.stringMatching(says),
    })
  })

  it('given a server that fails its own identity, it has indeed read nothing', async () => {
    const server = await https(hello)
    await failureOf(connectTo(`https://localhost:${server.port}`, { ca: textOf('foreign-ca.pem') }).send(post('/pay'), LIMITS))
    expect(server.sockets).toHaveLength(1)
    expect(server.requests).toHaveLength(0)
  })

  it('given NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment, an untrusted server still gets nothing', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const server = await https(hello)
    const connection = connectTo(`https://localhost:${server.port}`, { ca: textOf('foreign-ca.pem') })
    await expect(connection.send(post('/pay'), LIMITS)).rejects.toMatchObject({ code: 'UNVERIFIED', mayHaveLeft: false })
    warning.mockRestore()
    vi.unstubAllEnvs()
  })
})

describe('mayHaveLeft is true from the moment the request had a connected socket', () => {
  it.each(MAY_HAVE_LEFT)('given %s: %s', async (_given, code, says, broken) => {
    const failure = await outcome(broken)
    expect({ code: failure.code, mayHaveLeft: failure.mayHaveLeft, message: failure.message }).toEqual({
      code,
      mayHaveLeft: true,
      message: expect.stringMatching(says),
    })
  })

  it('given a kept socket that the server breaks at the second request, the request goes out once and may have arrived', async () => {
    const server = await http((request, response) => {
      if (request.url === '/1') response.end()
      else request.socket.resetAndDestroy()
    })
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    await connection.send(post('/1'), LIMITS)
    const failure = await failureOf(connection.send(post('/2'), LIMITS))
    expect([failure.code, failure.mayHaveLeft]).toEqual(['UNAVAILABLE', true])
    expect(server.requests.map(({ url }) => url)).toEqual(['/1', '/2'])
    expect(server.sockets).toHaveLength(1)
  })

  it('given close() while a call waits, the call may have arrived', async () => {
    const server = await http(() => void connection.close())
    const connection: Connection = connectTo(`http://127.0.0.1:${server.port}`)
    expect((await failureOf(connection.send(post('/'), LIMITS))).mayHaveLeft).toBe(true)
  })

  it('given close() while a call connects, nothing was sent', async () => {
    const server = await tcp(() => void connection.close())
    const connection: Connection = connectTo(`https://localhost:${server.port}`)
    const failure = await failureOf(connection.send(post('/'), LIMITS))
    expect([failure.code, failure.mayHaveLeft]).toEqual(['UNAVAILABLE', false])
  })
})

describe('nothing is ever sent twice', () => {
  it.each(['GET', 'POST'] as const)('given a %s whose socket breaks, the server counts one request', async (method) => {
    const server = await http((request) => void request.socket.destroy())
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    await failureOf(connection.send(method === 'GET' ? get('/') : post('/'), LIMITS))
    // A second call behind it: had the first been repeated, three would be counted.
    await failureOf(connection.send(get('/'), LIMITS))
    expect(server.requests).toHaveLength(2)
  })

  it.each([408, 429, 503])('given status %i with Retry-After, the server counts one request', async (status) => {
    const server = await http((_request, response) => response.writeHead(status, { 'retry-after': '0' }).end())
    await connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), LIMITS)
    expect(server.requests).toHaveLength(1)
  })
})

describe('a failure tells no secret', () => {
  it('given secrets in query, headers, body, key and user, no part of the error shows them', async () => {
    const CANARY = 'canary-0123456789'
    const connection = connectTo(`https://localhost:${(await https(hello)).port}`, {
      ca: textOf('foreign-ca.pem'),
      identity: pem('client'),
    })
    const headers = [['authorization', `Bearer ${CANARY}`]] as const
    const failure = await failureOf(
      connection.send(post(`/pay?key=${CANARY}`, CANARY, { headers, identity: 'merchant' }), LIMITS),
    )
    const shown = [failure.message, failure.stack, JSON.stringify(failure), deep(failure), deep(failure.cause)].join()
    expect(shown).not.toContain(CANARY)
    expect(shown).not.toContain(textOf('client.key').split('\n')[1])
    expect(Object.getOwnPropertyNames(failure.cause).sort()).toEqual(['code', 'message', 'stack'])
    expect(failure.message).toContain('POST https://wallet.example/pay (sent to https://localhost:')
  })

  it('given an answer that is not HTTP, no part of the error shows its bytes', async () => {
    const { connection } = await afterRequest((socket) => socket.end('canary-0123456789\r\n\r\n'))
    const failure = await failureOf(connection.send(post('/'), LIMITS))
    expect(failure.code).toBe('MALFORMED')
    expect(Object.getOwnPropertyNames(failure.cause).sort()).toEqual(['code', 'message', 'stack'])
    expect(deep(failure)).not.toContain('canary-0123456789')
    expect(deep(failure)).not.toContain(
      Buffer.from('canary')
        .toString('hex')
        .replaceAll(/(..)(?=.)/g, '$1 '),
    )
  })
})

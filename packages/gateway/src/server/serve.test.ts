import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ACCEPTED, keyed, served, settledAs } from '../edge.fixture.ts'
import { raw, speak, statuses } from './raw.fixture.ts'
import { serveGateway } from './serve.ts'

const HOST = 'Host: pay.example.com\r\n'
const CLOSE = 'Connection: close\r\n'
const XML = '<xml>1</xml>'
const NOTIFY = `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: ${XML.length}\r\n\r\n${XML}`
const THING = `POST /v1/things HTTP/1.1\r\n${HOST}Authorization: ${keyed('a').authorization}\r\nContent-Type: application/json\r\n`

describe('a gateway that listens', () => {
  it('answers the API, and says nothing of what it is built with', async () => {
    const { url } = await served()
    const answer = await fetch(`${url}/v1/things`, { method: 'POST', headers: keyed('a'), body: '{"a":1}' })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({ bytes: 7 })
    expect(answer.headers.get('x-request-id')).toMatch(/^req_/)
    for (const name of ['server', 'x-powered-by']) expect(answer.headers.has(name)).toBe(false)
  })

  it('tells browsers to run, frame and keep nothing', async () => {
    const { url } = await served()
    const { headers } = await fetch(`${url}/v1/things`, { headers: keyed('a') })
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toBe('max-age=15552000')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('answers checks of health that name no host, as HTTP/1.0 lets them', async () => {
    const { url } = await served()
    expect(statuses(await speak(url, 'GET /healthz HTTP/1.0\r\n\r\n'))).toEqual([200])
  })

  it('is not brought down by a mistake of its own: whoever asked is cut off, and asks again', async () => {
    const { url, world, events } = await served()
    Object.defineProperty(world, 'accounts', { get: () => JSON.parse('{') })
    await expect(fetch(`${url}/notify/qq-1`, { method: 'POST', body: XML })).rejects.toThrow()
    expect(events).toContainEqual({ event: 'failed', during: 'server', name: 'SyntaxError' })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('says where it cannot listen, and why', async () => {
    const taken = await served()
    const { port } = new URL(taken.url)
    await expect(serveGateway(taken, { port: Number(port) })).rejects.toThrow(
      /gateway\.listen: expected 127\.0\.0\.1:\d+ to be free and ours, found EADDRINUSE/,
    )
  })

  it('leaves the program’s own Request and Response alone', async () => {
    const before = [globalThis.Request, globalThis.Response]
    await served()
    expect([globalThis.Request, globalThis.Response]).toEqual(before)
  })
})

describe('a body that is too large', () => {
  it.each([
    ['/v1/things', THING],
    ['/notify/qq-1', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}`],
  ])('%s: by its own length is refused before it comes, and the connection closed', async (_path, head) => {
    const { url, heard } = await served()
    const answer = await speak(url, `${head}Content-Length: 10485760\r\n\r\nabc`)
    expect(statuses(answer)).toEqual([413])
    expect(answer).toMatch(/^connection: close/im)
    expect(heard).toEqual([])
  })

  it.each([
    ['/v1/things', THING],
    ['/notify/qq-1', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}`],
    ['/v1/things by GET', `GET /v1/things HTTP/1.1\r\n${HOST}`],
    ['nowhere', `DELETE /x HTTP/1.1\r\n${HOST}`],
  ])('%s: ten megabytes in chunks are not read to their end', async (_path, head) => {
    const { url, heard } = await served()
    const { socket, write, closed } = await raw(url, `${head}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
    for (let sent = 0; sent < 160 && !socket.destroyed; sent += 1) {
      write(chunk)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(statuses(await closed)[0]).toBe(413)
    expect(socket.bytesWritten).toBeLessThan(10 * 1024 * 1024)
    expect(heard).toEqual([])
  })

  it('the largest that may be is taken', async () => {
    const { url, heard } = await served()
    const body = 'a'.repeat(65_536)
    expect((await fetch(`${url}/v1/things`, { method: 'POST', headers: keyed('a'), body })).status).toBe(201)
    expect((await fetch(`${url}/notify/qq-1`, { method: 'POST', body })).status).toBe(200)
    expect(heard[0]?.received.body).toHaveLength(65_536)
  })

  it('a compressed one is refused, and never unpacked', async () => {
    const { url, heard } = await served()
    for (const encoding of ['gzip', 'br', 'deflate', 'identity, gzip']) {
      const init = { method: 'POST', headers: { ...keyed('a'), 'content-encoding': encoding }, body: 'x' }
      expect((await fetch(`${url}/v1/things`, init)).status).toBe(415)
      expect((await fetch(`${url}/notify/qq-1`, init)).status).toBe(415)
    }
    expect(heard).toEqual([])
  })
})

describe('a client that is slow', () => {
  it.each([
    ['its headers', `POST /v1/things HTTP/1.1\r\n${HOST}X-Slow: `],
    ['a body of the API', `${THING}Content-Length: 100\r\n\r\n{`],
    ['a notify', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n<`],
  ])('%s: hears 408, and its connection is closed', async (_what, begun) => {
    const { url, heard } = await served({ requestTimeoutMs: 300 })
    const { write, closed } = await raw(url, begun)
    const trickle = setInterval(() => write('a'), 50)
    const answer = await closed.finally(() => clearInterval(trickle))
    expect(statuses(answer)).toEqual([408])
    expect(heard).toEqual([])
  })

  it('holds nobody else up: with hundreds of them open a notify is heard at once', async () => {
    const { url } = await served({ requestTimeoutMs: 2000 })
    const slow = await Promise.all(Array.from({ length: 300 }, () => raw(url, `POST /notify/qq-1 HTTP/1.1\r\n${HOST}X-Slow: `)))
    expect((await fetch(`${url}/notify/qq-1`, { method: 'POST', body: XML })).status).toBe(200)
    const ended = await Promise.all(slow.map(({ closed }) => closed))
    expect(ended.every((answer) => statuses(answer)[0] === 408)).toBe(true)
  })

  it('has the time that a reload gave it', async () => {
    const { url, settings } = await served({ requestTimeoutMs: 100 })
    settings.requestTimeoutMs = 60_000
    const { write, closed } = await raw(url, `POST /notify/qq-1 HTTP/1.1\r\n${HOST}${CLOSE}Content-Length: 2\r\n\r\n<`)
    await new Promise((resolve) => setTimeout(resolve, 350))
    write('x')
    expect(statuses(await closed)).toEqual([200])
  })

  it('one that sends nothing is closed as well', async () => {
    const { url } = await served({ requestTimeoutMs: 300 })
    const { closed } = await raw(url)
    expect(statuses(await closed)).toEqual([408])
  })
})

describe('headers', () => {
  it('too many bytes of them', async () => {
    const { url } = await served()
    const answer = await speak(url, `GET /v1/things HTTP/1.1\r\n${HOST}X-Big: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(statuses(answer)).toEqual([431])
    expect(answer).toContain('"type":"https://pay.example.com/docs/errors#HEADER_SIZE"')
  })

  it.each([101, 400])('too many of them: %i', async (count) => {
    const { url } = await served()
    const many = Array.from({ length: count }, (_, index) => `X-${index}: 1\r\n`).join('')
    expect(statuses(await speak(url, `GET /healthz HTTP/1.1\r\n${HOST}${many}${CLOSE}\r\n`))).toEqual([431])
  })
})

describe('what is not quite HTTP is refused, and the connection closed', () => {
  it.each([
    ['two lengths', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`],
    ['two lengths in one', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: 3, 5\r\n\r\nabcde`],
    [
      'a length beside chunks',
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'chunks that are not the last coding',
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
    ],
    ['a negative length', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`],
    ['a host that is no name', 'GET /healthz HTTP/1.1\r\nHost: a/../b\r\nConnection: close\r\n\r\n'],
    ['a host with a user', 'GET /healthz HTTP/1.1\r\nHost: a@b\r\nConnection: close\r\n\r\n'],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['two hosts', `GET /healthz HTTP/1.1\r\n${HOST}host: other.example\r\n\r\n`],
    ['the same host twice', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}${HOST}Content-Length: 1\r\n\r\nx`],
    ...['gzip, chunked', 'chunked, chunked', 'Chunked', 'identity, chunked', ''].map((coding): [string, string] => [
      `the transfer coding "${coding}"`,
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Transfer-Encoding: ${coding}\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    ]),
    [
      'chunked, said twice',
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}${'Transfer-Encoding: chunked\r\n'.repeat(2)}\r\n1\r\nx\r\n0\r\n\r\n`,
    ],
    ...['0.9', '1.2', '2.0', '3.0'].map((version): [string, string] => [
      `HTTP/${version}`,
      `GET /healthz HTTP/${version}\r\n${HOST}\r\n`,
    ]),
    [
      'something to expect that nobody knows',
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Expect: wonders\r\nContent-Length: 1\r\n\r\nx`,
    ],
    ['a tunnel', `CONNECT pay.example.com:443 HTTP/1.1\r\n${HOST}\r\n`],
    ['a header without a name', `GET /healthz HTTP/1.1\r\n${HOST}: x\r\n\r\n`],
    ['a header that goes on in the next line', `GET /healthz HTTP/1.1\r\n${HOST}X-A: 1\r\n 2\r\n\r\n`],
    ['a NUL in the path', `GET /healthz\0 HTTP/1.1\r\n${HOST}\r\n`],
    ['TLS at a plain door', Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 3])],
  ])('%s', async (_what, text) => {
    const { url, heard } = await served()
    const answer = await speak(url, text)
    expect(statuses(answer)).toEqual([400])
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im)
    expect(answer).toMatch(/^connection: close\r$/im)
    expect(heard).toEqual([])
  })

  it.each([
    [
      'a chunk that lies about its size',
      `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`,
    ],
    ['a chunk size that is none', `POST /notify/qq-1 HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n`],
  ])('%s: a wallet is told so without a word', async (_what, text) => {
    const { url, heard } = await served()
    expect(statuses(await speak(url, text))).toEqual([400])
    expect(heard).toEqual([])
  })

  it('what a client may expect is granted', async () => {
    const { url, heard } = await served()
    const head = `POST /notify/qq-1 HTTP/1.1\r\n${HOST}${CLOSE}Expect: 100-Continue\r\nContent-Length: 1\r\n\r\n`
    expect(statuses(await speak(url, `${head}x`))).toEqual([100, 200])
    expect(heard).toHaveLength(1)
  })

  it('a tunnel behind a notify does not speak in its answer’s place, and whoever hangs up on it brings nothing down', async () => {
    const { url, world } = await served()
    world.settle = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return settledAs('moved')
    }
    const tunnel = `CONNECT a:1 HTTP/1.1\r\n${HOST}\r\n`
    expect(statuses(await speak(url, NOTIFY + tunnel))).toEqual([])
    const { socket, closed } = await raw(url, tunnel)
    socket.resetAndDestroy()
    await closed
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it.each([
    '/notify/../v1/things',
    '/notify/./qq-1',
    '/notify/%2e%2e/metrics',
    '/notify%2fqq-1',
    '/notify/qq-1%00',
    '/notify\\qq-1',
    '//notify/qq-1',
    'http://127.0.0.1/notify/qq-1',
    '/notify/..',
  ])('the path %s', async (path) => {
    const { url, heard } = await served()
    const text = `POST ${path} HTTP/1.1\r\n${HOST}${CLOSE}Content-Length: 1\r\n\r\nx`
    expect(statuses(await speak(url, text))).toEqual([400])
    expect(heard).toEqual([])
  })
})

describe('requests one behind the other on one connection', () => {
  it('are answered in their order, and each by itself', async () => {
    const { url, heard } = await served()
    const get = `GET /healthz HTTP/1.1\r\n${HOST}\r\n`
    const last = `GET /none HTTP/1.1\r\n${HOST}${CLOSE}\r\n`
    expect(statuses(await speak(url, NOTIFY + get + NOTIFY + last))).toEqual([200, 200, 200, 404])
    expect(heard).toHaveLength(2)
  })

  it('what comes behind a refused one is not taken for a request', async () => {
    const { url, heard } = await served()
    const answer = await speak(url, `${THING}Content-Length: 10485760\r\n\r\n${NOTIFY}`)
    expect(statuses(answer)).toEqual([413])
    expect(heard).toEqual([])
  })

  it('garbage behind a notify does not speak in its answer’s place', async () => {
    const { url, world } = await served()
    world.settle = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return settledAs('moved')
    }
    const answer = await speak(url, `${NOTIFY}garbage\r\n\r\n`)
    expect(statuses(answer)).toEqual([200])
    expect(answer).toContain(ACCEPTED.body)
  })
})

describe('connections', () => {
  it('too many from one address are closed, and told of', async () => {
    const { url, events } = await served({}, { maxConnectionsPerAddress: 3 })
    const open = await Promise.all([raw(url), raw(url), raw(url)])
    expect(await speak(url, NOTIFY)).toBe('')
    expect(events).toContainEqual({ event: 'connection.refused', why: 'connections-of-address' })
    for (const { socket, closed } of open) {
      socket.destroy()
      await closed
    }
    expect(statuses(await speak(url, NOTIFY.replace(HOST, HOST + CLOSE)))).toEqual([200])
  })

  it('of a configured proxy are not counted: it speaks for many', async () => {
    const { url } = await served({ trustedProxies: ['127.0.0.1'] }, { maxConnectionsPerAddress: 1 })
    const open = await Promise.all([raw(url), raw(url)])
    expect(statuses(await speak(url, NOTIFY.replace(HOST, HOST + CLOSE)))).toEqual([200])
    for (const { socket } of open) socket.destroy()
  })

  it('too many at all are closed', async () => {
    const { url, events } = await served({}, { maxConnections: 2 })
    const open = await Promise.all([raw(url), raw(url)])
    expect(await speak(url, NOTIFY)).toBe('')
    expect(events).toContainEqual({ event: 'connection.refused', why: 'connections' })
    for (const { socket } of open) socket.destroy()
  })
})

it('a server of somebody else knows nothing of our limits', () => {
  expect(createServer().maxConnections).not.toBe(10_000)
})

import type { ServerResponse } from 'node:http'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connectTo, failureOf, get, http, LIMITS, moment, type Running, stopTime, text } from './servers.fixture.ts'

const MB = 1024 * 1024

interface Producer {
  readonly server: Running
  readonly produced: () => number
  readonly closed: Promise<void>
}

/** Sends `total` bytes as fast as the reader lets it. */
async function producer(total: number): Promise<Producer> {
  let produced = 0
  const closed = moment()
  const piece = Buffer.alloc(64 * 1024, 'x')
  const server = await http((_request, response) => {
    const more = () => {
      while (produced < total) {
        produced += piece.length
        if (!response.write(piece)) return
      }
      response.end()
    }
    response.on('drain', more).on('close', closed.happens)
    more()
  })
  return { server, produced: () => produced, closed: closed.come }
}

describe('a download', () => {
  it('given headers, resolves before the body is there', async () => {
    const server = await http((_request, response) => {
      response.writeHead(200, { 'x-digest': 'abc' })
      response.write('first')
    })
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/bill'), LIMITS)
    expect([answer.status, answer.headers.get('x-digest')]).toEqual([200, ['abc']])
    for await (const piece of answer.body) {
      expect(text(piece)).toBe('first')
      break
    }
  })

  it('given a slow reader, the sender stands still instead of filling our memory', async () => {
    const total = 64 * MB
    const { server, produced } = await producer(total)
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), { ...LIMITS, maxBytes: total })
    let consumed = 0
    let furthest = 0
    for await (const piece of answer.body) {
      consumed += piece.byteLength
      if (consumed < 4 * MB) await sleep(2)
      furthest = Math.max(furthest, produced() - consumed)
    }
    expect(consumed).toBe(total)
    // What the two kernels' buffers hold; without backpressure it is nearly all of it.
    expect(furthest).toBeLessThan(24 * MB)
  })

  it('given a loop that is left early, the sender loses its socket', async () => {
    const { server, produced, closed } = await producer(256 * MB)
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), { ...LIMITS, maxBytes: 256 * MB })
    for await (const _piece of answer.body) break
    await closed
    expect(produced()).toBeLessThan(256 * MB)
  })

  it('given a body read to its end, the socket is kept for the next call', async () => {
    const { server } = await producer(MB)
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    for (const path of ['/1', '/2']) {
      const { body } = await connection.download(get(path), { ...LIMITS, maxBytes: MB })
      for await (const _piece of body);
    }
    expect(server.requests).toHaveLength(2)
    expect(server.sockets).toHaveLength(1)
  })

  it('given many pauses, timeoutMs bounds each of them and not the whole', async () => {
    const { advance } = stopTime()
    const waiting: ServerResponse[] = []
    const server = await http((_request, response) => void waiting.push(response))
    const call = connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), LIMITS)
    while (waiting.length === 0) await turn()
    advance(LIMITS.timeoutMs - 1)
    waiting[0]?.write('x')
    let bytes = 0
    for await (const piece of (await call).body) {
      bytes += piece.byteLength
      setImmediate(() => {
        advance(LIMITS.timeoutMs - 1)
        if (bytes < 5) waiting[0]?.write('x')
        else waiting[0]?.end()
      })
    }
    expect(bytes).toBe(5)
  })

  it('given headers that never come, fails with TIMEOUT', async () => {
    const { advance } = stopTime()
    const server = await http(() => advance(LIMITS.timeoutMs))
    const failure = await failureOf(connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), LIMITS))
    expect([failure.code, failure.mayHaveLeft]).toEqual(['TIMEOUT', true])
  })

  it.each([
    ['stops', 'TIMEOUT', (_response: ServerResponse, advance: (ms: number) => void) => advance(LIMITS.timeoutMs)],
    ['breaks', 'UNAVAILABLE', (response: ServerResponse) => response.destroy()],
  ] as const)('given a body that %s in the middle, the loop throws %s', async (_how, code, act) => {
    const { advance } = stopTime()
    const waiting: ServerResponse[] = []
    const server = await http((_request, response) => {
      waiting.push(response)
      response.write('half')
    })
    const { body } = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), LIMITS)
    const seen: string[] = []
    const loop = async () => {
      for await (const piece of body) {
        seen.push(text(piece))
        setImmediate(() => waiting.map((response) => act(response, advance)))
      }
    }
    expect(await failureOf(loop())).toMatchObject({ code, mayHaveLeft: true })
    expect(seen).toEqual(['half'])
  })

  it('given an abort in the middle, the loop throws and the sender loses its socket', async () => {
    const control = new AbortController()
    const { server, closed } = await producer(256 * MB)
    const limits = { ...LIMITS, maxBytes: 256 * MB, signal: control.signal }
    const { body } = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), limits)
    const loop = async () => {
      for await (const _piece of body) control.abort()
    }
    expect(await failureOf(loop())).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('gave up') })
    await closed
  })

  it('given a break before anybody reads, nothing crashes and the loop throws', async () => {
    const server = await http((_request, response) => {
      response.writeHead(200, { 'content-length': '10' }).flushHeaders()
      setTimeout(() => response.destroy(), 10)
    })
    const { body } = await connectTo(`http://127.0.0.1:${server.port}`).download(get('/'), LIMITS)
    await new Promise<void>((resolve) => server.sockets[0]?.once('close', () => resolve()))
    await sleep(20)
    expect(await failureOf(body[Symbol.asyncIterator]().next())).toMatchObject({ code: 'UNAVAILABLE' })
  })
})

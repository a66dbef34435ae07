import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { connectTo, failureOf, get, http, LIMITS, moment, post, stopTime, tcp, text } from './servers.fixture.ts'

/** Writes for as long as somebody takes it. */
function endless(response: ServerResponse, pauseMs = 0): void {
  const timer = setInterval(() => response.write('x'.repeat(1000)), pauseMs)
  response.on('close', () => clearInterval(timer))
}

describe('an answer is never larger than maxBytes', () => {
  it('given exactly maxBytes, the answer is whole', async () => {
    const server = await http((_request, response) => response.end('x'.repeat(100)))
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), { ...LIMITS, maxBytes: 100 })
    expect(text(answer.body)).toBe('x'.repeat(100))
  })

  it('given a larger content-length, it fails before the body comes', async () => {
    const server = await http((_request, response) => {
      response.writeHead(200, { 'content-length': '101' })
      response.flushHeaders()
    })
    const failure = await failureOf(connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), { ...LIMITS, maxBytes: 100 }))
    expect(failure).toMatchObject({ code: 'LIMIT', mayHaveLeft: true, message: expect.stringContaining('at most 100 bytes') })
  })

  it.each(['send', 'download'] as const)(
    'given a body that never ends, %s fails and the server loses its socket',
    async (verb) => {
      const lost = moment()
      const server = await http((_request, response) => {
        response.on('close', lost.happens)
        endless(response)
      })
      const connection = connectTo(`http://127.0.0.1:${server.port}`)
      const limits = { ...LIMITS, maxBytes: 50_000 }
      const call = verb === 'send' ? connection.send(get('/'), limits) : drain(connection.download(get('/'), limits))
      const failure = await failureOf(call)
      expect([failure.code, failure.mayHaveLeft]).toEqual(['LIMIT', true])
      await lost.come
    },
  )
})

async function drain(download: Promise<{ readonly body: AsyncIterable<Uint8Array> }>): Promise<number> {
  let bytes = 0
  for await (const piece of (await download).body) bytes += piece.byteLength
  return bytes
}

describe('timeoutMs is from the call to the last byte', () => {
  it('given a body that trickles, the pauses do not start the time anew', async () => {
    const server = await http((_request, response) => endless(response, 20))
    const failure = await failureOf(connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), { ...LIMITS, timeoutMs: 150 }))
    expect(failure).toMatchObject({ code: 'TIMEOUT', mayHaveLeft: true, message: expect.stringContaining('within 150 ms') })
  })

  it('given a timeout longer than Node can count, it is not short', async () => {
    const server = await http((_request, response) => response.end('ok'))
    const answer = await connectTo(`http://127.0.0.1:${server.port}`).send(get('/'), { ...LIMITS, timeoutMs: Infinity })
    expect(answer.status).toBe(200)
  })

  it('given a longer timeout, connecting still has 5 seconds and no more', async () => {
    const reached = moment()
    const server = await tcp(() => reached.happens())
    const { advance } = stopTime()
    const call = failureOf(connectTo(`https://localhost:${server.port}`).send(post('/'), { ...LIMITS, timeoutMs: 60_000 }))
    await reached.come
    advance(4_999)
    expect(vi.getTimerCount()).toBeGreaterThan(1)
    advance(1)
    expect(await call).toMatchObject({
      code: 'TIMEOUT',
      mayHaveLeft: false,
      message: expect.stringContaining('no connection in time'),
    })
  })
})

describe('a caller who gives up', () => {
  it('before the call, sends nothing', async () => {
    const server = await http((_request, response) => response.end())
    const failure = await failureOf(
      connectTo(`http://127.0.0.1:${server.port}`).send(post('/'), { ...LIMITS, signal: AbortSignal.abort() }),
    )
    expect([failure.code, failure.mayHaveLeft]).toEqual(['TIMEOUT', false])
    expect(server.sockets).toHaveLength(0)
  })

  it('right after the call began, sends nothing, now or later', async () => {
    const server = await http((_request, response) => response.end('late'))
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    const control = new AbortController()
    const call = failureOf(connection.send(post('/given-up'), { ...LIMITS, signal: control.signal }))
    control.abort()
    expect((await call).mayHaveLeft).toBe(false)
    await connection.send(post('/next'), LIMITS)
    expect(server.requests.map(({ url }) => url)).toEqual(['/next'])
  })

  it('while connecting, has sent nothing', async () => {
    const control = new AbortController()
    const server = await tcp(() => control.abort())
    const failure = await failureOf(
      connectTo(`https://localhost:${server.port}`).send(post('/'), { ...LIMITS, signal: control.signal }),
    )
    expect(failure).toMatchObject({ code: 'TIMEOUT', mayHaveLeft: false, message: expect.stringContaining('gave up') })
  })

  it('while waiting for the answer, may have sent it', async () => {
    const control = new AbortController()
    const server = await http(() => control.abort())
    const failure = await failureOf(
      connectTo(`http://127.0.0.1:${server.port}`).send(post('/'), { ...LIMITS, signal: control.signal }),
    )
    expect([failure.code, failure.mayHaveLeft]).toEqual(['TIMEOUT', true])
  })

  it('has no ear of ours left on the signal when the call is over', async () => {
    const { signal } = new AbortController()
    const server = await http((request, response) => (request.url === '/ok' ? response.end('ok') : response.destroy()))
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    await connection.send(post('/ok'), { ...LIMITS, signal })
    await drain(connection.download(get('/ok'), { ...LIMITS, signal }))
    await failureOf(connection.send(post('/broken'), { ...LIMITS, signal }))
    await failureOf(connection.download(get('/broken'), { ...LIMITS, signal }))
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('after the answer, disturbs nobody', async () => {
    const control = new AbortController()
    const server = await http((_request, response) => response.end('ok'))
    const connection = connectTo(`http://127.0.0.1:${server.port}`)
    await connection.send(post('/1'), { ...LIMITS, signal: control.signal })
    control.abort()
    expect((await connection.send(post('/2'), LIMITS)).status).toBe(200)
    expect(server.sockets).toHaveLength(1)
  })
})

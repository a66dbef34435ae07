import { Agent, request } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keyed, served, settledAs } from '../edge.fixture.ts'
import { raw, statuses } from './raw.fixture.ts'

/** Work that goes on until the test lets it end. */
function held() {
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  return { until, release: () => release() }
}

const post = (url: string): Promise<Response> => fetch(`${url}/v1/things`, { method: 'POST', headers: keyed('a'), body: '{}' })
const notify = (url: string): Promise<Response> => fetch(`${url}/notify/qq-1`, { method: 'POST', body: '<xml/>' })

async function givenCallsUnderWay() {
  const stand = await served()
  const work = held()
  stand.world.work = () => work.until
  stand.world.settle = async () => {
    await work.until
    return settledAs('moved')
  }
  const calls = [post(stand.url), notify(stand.url)]
  await expect.poll(() => stand.heard.length).toBe(1)
  return { ...stand, work, calls }
}

describe('a gateway that is being stopped', () => {
  it('lets what is under way be answered, each with the end of its connection, and accepts nobody else', async () => {
    const { server, url, work, calls, events } = await givenCallsUnderWay()
    const ending = server.drain(10_000)
    await expect(post(url)).rejects.toThrow()
    work.release()
    const answers = await Promise.all(calls)
    expect(answers.map(({ status }) => status)).toEqual([201, 200])
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close'])
    expect(await ending).toBe('ended')
    expect(events.filter(({ event }) => event === 'drain')).toEqual([
      { event: 'drain', state: 'began', underWay: 2 },
      { event: 'drain', state: 'ended', underWay: 0 },
    ])
  })

  it('whose balancer needs time to see it: goes on for new connections while /readyz says so, until it is told a second time', async () => {
    const { server, url, events } = await served({ drainDelayMs: 60_000 })
    const ending = server.drain(60_000)
    const ready = await fetch(`${url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'unavailable', lacking: ['draining'] }])
    const answers = [ready, await post(url), await notify(url)]
    expect(answers.map(({ status }) => status)).toEqual([503, 201, 200])
    expect(answers.map(({ headers }) => headers.get('connection'))).toEqual(['close', 'close', 'close'])
    void server.drain(60_000)
    expect(await ending).toBe('ended')
    await expect(post(url)).rejects.toThrow()
    expect(events.filter(({ event }) => event === 'drain')).toHaveLength(2)
  })

  it('whose balancer has had its time: lets what came meanwhile be answered, and accepts nobody else', async () => {
    const { server, url, world, heard } = await served({ drainDelayMs: 80 })
    const work = held()
    world.settle = async () => {
      await work.until
      return settledAs('moved')
    }
    const ending = server.drain(10_000)
    const late = notify(url)
    await expect.poll(() => heard.length).toBe(1)
    await expect.poll(() => post(url).catch(() => 'closed'), { interval: 20 }).toBe('closed')
    work.release()
    expect([(await late).status, await ending]).toEqual([200, 'ended'])
  })

  it('says so to whoever asks on a connection that stands', async () => {
    const { server, url, edge } = await served()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const ready = (): Promise<{ status: number | undefined; connection: string | undefined }> =>
      new Promise((resolve, reject) => {
        const asking = request(`${url}/readyz`, { agent }, (answer) => {
          answer.resume().on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }))
        })
        asking.on('error', reject).end()
      })
    expect(await ready()).toEqual({ status: 200, connection: 'keep-alive' })
    edge.drain.begin()
    expect(await ready()).toEqual({ status: 503, connection: 'close' })
    await server.drain(1000)
  })

  it('waits no longer than it was told to, and tells how many it left', async () => {
    const { server, work, calls, events } = await givenCallsUnderWay()
    const lost = Promise.allSettled(calls)
    expect(await server.drain(50)).toBe('gave-up')
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(events.at(-1)).toEqual({ event: 'drain', state: 'gave-up', underWay: 2 })
    work.release()
  })

  it('ends at once when it is told a second time', async () => {
    const { server, work, calls } = await givenCallsUnderWay()
    const lost = Promise.allSettled(calls)
    const began = performance.now()
    const first = server.drain(60_000)
    expect(await server.drain(60_000)).toBe('gave-up')
    expect(await first).toBe('gave-up')
    expect(performance.now() - began).toBeLessThan(5000)
    work.release()
    await lost
  })

  it('does not wait for connections on which nothing is asked', async () => {
    const { server, url } = await served()
    const [silent, half] = [await raw(url), await raw(url, 'GET /heal')]
    expect(await server.drain(60_000)).toBe('ended')
    await Promise.all([silent.closed, half.closed])
  })

  it('does not wait for whoever is gone', async () => {
    const { server, url, work, heard } = await givenCallsUnderWay()
    const gone = await raw(
      url,
      'POST /notify/qq-1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxPOST /notify/qq-1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx',
    )
    await expect.poll(() => heard.length).toBe(3)
    gone.socket.destroy()
    await gone.closed
    const ending = server.drain(60_000)
    work.release()
    expect(await ending).toBe('ended')
  })

  it('that was answered is done: under load every acknowledged notify was settled, and nobody hears anything but an answer or a cut', async () => {
    const { server, url, world } = await served({ requestsPerMinutePerAddress: 100_000 })
    let settled = 0
    world.settle = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      settled += 1
      return settledAs('moved')
    }
    const outcomes: (number | 'cut')[] = []
    const caller = async (): Promise<void> => {
      for (let last: number | 'cut' = 200; last === 200; ) {
        last = await notify(url).then(
          async (answer) => answer.arrayBuffer().then(() => answer.status),
          () => 'cut' as const,
        )
        outcomes.push(last)
      }
    }
    const callers = Promise.all(Array.from({ length: 16 }, caller))
    await expect.poll(() => settled).toBeGreaterThan(200)
    expect(await server.drain(5000)).toBe('ended')
    await callers
    const acknowledged = outcomes.filter((outcome) => outcome === 200).length
    expect(settled).toBe(acknowledged)
    expect(outcomes.filter((outcome) => outcome !== 200 && outcome !== 'cut')).toEqual([])
  })
})

it('a broken chunk behind a good notify costs nobody an answer', async () => {
  const { url } = await served()
  const good = 'POST /notify/qq-1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx'
  const bad = 'POST /notify/qq-1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'
  const { closed } = await raw(url, good + bad)
  expect(statuses(await closed)).toEqual([200, 400])
})

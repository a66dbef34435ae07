import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type EdgeStand, edgeStand, keyed } from '../edge.fixture.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function get(stand: EdgeStand, headers: Record<string, string> = keyed('a'), address = '192.0.2.1'): Promise<Response> {
  return stand.fetch(new Request('http://a/v1/things', { headers }), { address })
}

async function statuses(count: number, call: () => Promise<Response>): Promise<readonly number[]> {
  const found: number[] = []
  for (let made = 0; made < count; made += 1) found.push((await call()).status)
  return found
}

describe('calls with one key', () => {
  it('are told how they stand, by the current draft', async () => {
    const stand = edgeStand({ requestsPerMinutePerKey: 5, requestsPerMinutePerAddress: 50 })
    await get(stand)
    const { headers } = await get(stand)
    expect(headers.get('ratelimit-policy')?.split(', ').toSorted()).toEqual(['"address";q=50;w=60', '"key";q=5;w=60'])
    expect(headers.get('ratelimit')?.split(', ').toSorted()).toEqual(['"address";r=48;t=60', '"key";r=3;t=60'])
  })

  it('above the limit are refused until the minute is over; other keys are not', async () => {
    const stand = edgeStand({ requestsPerMinutePerKey: 2 })
    expect(await statuses(3, () => get(stand))).toEqual([200, 200, 429])
    vi.advanceTimersByTime(20_000)
    const refused = await get(stand)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(refused.headers.get('ratelimit')).toContain('"key";r=0;t=40')
    expect(await refused.json()).toMatchObject({
      kind: 'TOO_MANY_CALLS',
      detail: 'expected at most 2 calls a minute with one key, found more; nothing was done, try again in 40 s',
    })
    expect((await get(stand, keyed('b'))).status).toBe(200)
    vi.advanceTimersByTime(40_001)
    expect((await get(stand)).status).toBe(200)
  })

  it('have their merchant’s own number where it has one, and a change of it counts within seconds', async () => {
    const stand = edgeStand({ requestsPerMinutePerKey: 2 })
    stand.world.requestsPerMinute = 4
    expect(await statuses(5, () => get(stand))).toEqual([200, 200, 200, 200, 429])
    stand.world.requestsPerMinute = 100
    stand.world.now += 10_000
    expect((await get(stand)).status).toBe(200)
  })
})

describe('calls from one address', () => {
  it('above the limit are refused whatever their key, before it is looked at', async () => {
    const stand = edgeStand({ requestsPerMinutePerAddress: 2 })
    const found = []
    for (const id of ['a', 'b', 'c']) found.push((await get(stand, keyed(id))).status)
    expect(found).toEqual([200, 200, 429])
    expect((await get(stand, {})).status).toBe(429)
    expect((await get(stand, keyed('a'), '192.0.2.2')).status).toBe(200)
    expect(stand.events).toContainEqual(expect.objectContaining({ event: 'rate.refused', by: 'address', address: '192.0.2.1' }))
  })

  it('of one IPv6 network count together', async () => {
    const stand = edgeStand({ requestsPerMinutePerAddress: 2 })
    let host = 0
    const next = () => {
      host += 1
      return get(stand, keyed('a'), `2001:db8:0:1::${host}`)
    }
    expect(await statuses(3, next)).toEqual([200, 200, 429])
    expect((await get(stand, keyed('a'), '2001:db8:0:2::1')).status).toBe(200)
  })
})

describe('guessing of keys', () => {
  const guess = (stand: EdgeStand, id: string) => get(stand, keyed(id, 'wrong'))

  it('is slowed down: after some that open nothing, an address may try no new one', async () => {
    const stand = edgeStand()
    expect(new Set(await statuses(20, () => guess(stand, 'x')))).toEqual(new Set([401]))
    const refused = await guess(stand, 'y')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '300'])
    // A right one is not looked at, either: whoever guesses does not learn which it was.
    expect((await get(stand, keyed('c'))).status).toBe(429)
    expect(stand.events).toContainEqual(expect.objectContaining({ event: 'rate.refused', by: 'guessing' }))
    vi.advanceTimersByTime(300_001)
    expect((await get(stand, keyed('c'))).status).toBe(200)
  })

  it('does not stop the keys that worked from there: one program with an old key is no reason to stop the others', async () => {
    const stand = edgeStand()
    await get(stand, keyed('good'))
    await statuses(25, () => guess(stand, 'x'))
    expect((await get(stand, keyed('good'))).status).toBe(200)
    expect((await get(stand, keyed('good'), '192.0.2.9')).status).toBe(200)
  })

  it('is not what a call without a key does', async () => {
    const stand = edgeStand()
    expect(new Set(await statuses(30, () => get(stand, {})))).toEqual(new Set([401]))
    expect((await get(stand, keyed('c'))).status).toBe(200)
  })

  it('from one address does not slow another', async () => {
    const stand = edgeStand()
    await statuses(25, () => guess(stand, 'x'))
    expect((await get(stand, keyed('c'), '192.0.2.2')).status).toBe(200)
  })
})

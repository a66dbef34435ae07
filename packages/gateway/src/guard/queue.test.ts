import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeStand, keyed } from '../edge.fixture.ts'
import { boundedQueue } from './queue.ts'

describe('the queue before the commit', () => {
  it('never holds more than may be, forgets nobody who was let in, and is empty once all have left', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('call' as const, 'notify' as const), fc.nat(40)), { maxLength: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), steps, (limit, walk) => {
        const queue = boundedQueue(() => limit)
        const within: (() => void)[] = []
        for (const step of walk) {
          if (typeof step === 'number') {
            within.splice(step % (within.length || 1), 1).forEach((leave) => {
              leave()
              leave()
            })
          } else {
            const leave = queue.enter(step)
            const places = step === 'notify' ? limit : Math.ceil(limit * 0.75)
            expect(leave === undefined).toBe(within.length >= places)
            if (leave) within.push(leave)
          }
          expect(queue.depth()).toBe(within.length)
          expect(within.length).toBeLessThanOrEqual(limit)
        }
        for (const leave of within) leave()
        expect(queue.depth()).toBe(0)
      }),
    )
  })

  it('keeps a quarter of its places for wallets', () => {
    const queue = boundedQueue(() => 8)
    const calls = Array.from({ length: 8 }, () => queue.enter('call'))
    expect(calls.filter(Boolean)).toHaveLength(6)
    expect(queue.enter('notify')).toBeDefined()
  })
})

const post = { method: 'POST', headers: keyed('a'), body: '{}' }

it('a call that finds it full hears 503 and when to come again; those within are done', async () => {
  const stand = edgeStand({ queueLimit: 4 })
  let release = (): void => undefined
  const until = new Promise<void>((resolve) => {
    release = resolve
  })
  stand.world.work = () => until
  const call = () => stand.fetch(new Request('http://a/v1/things', post), { address: '192.0.2.1' })
  const within = [call(), call(), call()]
  await new Promise((resolve) => setTimeout(resolve, 20))
  const refused = await call()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await refused.json()).toMatchObject({ kind: 'OVERLOADED' })
  expect(stand.events).toContainEqual({ event: 'overload', queued: 3, route: '/v1/things' })
  // What waits for no commit is answered.
  expect((await stand.fetch(new Request('http://a/v1/things', { headers: keyed('a') }), { address: '192.0.2.1' })).status).toBe(
    200,
  )
  release()
  expect((await Promise.all(within)).map(({ status }) => status)).toEqual([201, 201, 201])
  expect((await call()).status).toBe(201)
})

it('a call that fails leaves its place as well', async () => {
  const stand = edgeStand({ queueLimit: 1 })
  stand.world.work = () => Promise.reject(new Error('no'))
  for (let tried = 0; tried < 3; tried += 1) {
    const answer = await stand.fetch(new Request('http://a/v1/things', post), { address: '192.0.2.1' })
    expect(answer.status).toBe(500)
  }
})

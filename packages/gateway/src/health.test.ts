import { describe, expect, it } from 'vitest'
import { type EdgeStand, edgeStand } from './edge.fixture.ts'

async function ask(stand: EdgeStand, path: string): Promise<readonly [number, unknown]> {
  const answer = await stand.fetch(new Request(`http://a${path}`), { address: '192.0.2.1' })
  return [answer.status, await answer.json()]
}

describe('/healthz', () => {
  it('answers as long as the process does, ledger or not', async () => {
    const stand = edgeStand()
    stand.world.ready = () => Promise.reject(new Error('gone'))
    expect(await ask(stand, '/healthz')).toEqual([200, { status: 'ok' }])
  })
})

describe('/readyz', () => {
  it('is well where the ledger can be written, the configuration is loaded, and nobody stops the gateway', async () => {
    expect(await ask(edgeStand(), '/readyz')).toEqual([200, { status: 'ok' }])
  })

  it('says what is lacking', async () => {
    const stand = edgeStand()
    stand.edge.drain.begin()
    stand.world.ready = () => Promise.reject(new Error('postgres://user:password@host'))
    expect(await ask(stand, '/readyz')).toEqual([503, { status: 'unavailable', lacking: ['draining', 'ledger'] }])
  })

  it('does not wait for a ledger that hangs, and comes back with it', async () => {
    const stand = edgeStand()
    stand.world.ready = () => new Promise(() => undefined)
    expect((await ask(stand, '/readyz'))[0]).toBe(503)
    stand.world.ready = async () => undefined
    stand.world.now += 1000
    expect((await ask(stand, '/readyz'))[0]).toBe(200)
  })

  it('asks the ledger once a second, however many ask', async () => {
    const stand = edgeStand()
    let asked = 0
    stand.world.ready = async () => {
      asked += 1
    }
    await Promise.all(Array.from({ length: 100 }, () => ask(stand, '/readyz')))
    expect(asked).toBe(1)
  })
})

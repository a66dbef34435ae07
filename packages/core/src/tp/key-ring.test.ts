import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TrustedKey } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { memoryKeyRing, silentLog } from '../system/node.ts'
import type { Source } from './asked-rarely.ts'
import { TrustRing } from './key-ring.ts'

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The wallet that the ring asks: what it holds, what it was asked for, and what keeps its answers back. */
function wallet(...ids: string[]) {
  const held = new Set(ids)
  const asked: (readonly string[])[] = []
  const answering: (() => void)[] = []
  const state = { holdsBack: false, down: new Set<string>() }
  const learn = async (wanted: readonly string[]): Promise<readonly TrustedKey[]> => {
    asked.push(wanted)
    if (state.holdsBack) await new Promise<void>((resolve) => answering.push(resolve))
    const down = wanted.find((id) => state.down.has(id))
    if (down !== undefined) throw tpError('UNAVAILABLE', `${down} cannot be asked for`)
    return wanted.filter((id) => held.has(id)).map((id) => ({ id, pem }))
  }
  return { held, asked, state, learn, answer: () => answering.shift()?.() }
}

function ringOf({ learn }: Pick<ReturnType<typeof wallet>, 'learn'>, store = memoryKeyRing()) {
  const clock = { at: HOUR, nowMs: () => clock.at }
  const random = { bytes: (length: number) => new Uint8Array(length) }
  const ring = new TrustRing({ account: 'main', pinned: {}, pinnedOnly: [], store, clock, random, log: silentLog, learn })
  const look = async (id: string, source: Source) => (await ring.find(id, source))?.id
  return { ring, clock, look }
}

/** Whatever is under way goes as far as it can. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('an unknown id', () => {
  it('that a message names keeps no answer from being verified, though one forgery a minute comes first', async () => {
    const { look, clock } = ringOf(wallet('REAL'))
    for (let minute = 0; minute < 3; minute += 1) {
      expect(await look(`FORGED_${minute}`, 'message')).toBeUndefined()
      clock.at += MINUTE
    }
    expect(await look('FORGED_3', 'message')).toBeUndefined()
    expect(await look('REAL', 'answer')).toBe('REAL')
    expect(await look('REAL', 'message')).toBe('REAL')
  })

  it('is asked for by itself after another is under way, whose answer is not its own', async () => {
    const { asked, state, learn, answer } = wallet('REAL')
    const { look } = ringOf({ learn })
    state.holdsBack = true
    const forged = look('FORGED', 'message')
    await settle()
    const real = look('REAL', 'answer')
    await settle()
    expect(asked).toEqual([['FORGED']])
    answer()
    await settle()
    answer()
    expect(await Promise.all([forged, real])).toEqual([undefined, 'REAL'])
    expect(asked).toEqual([['FORGED'], ['REAL']])
  })

  it('has its own failure, and no other has it', async () => {
    const { state, learn } = wallet('REAL')
    const { look, clock } = ringOf({ learn })
    state.down.add('FORGED')
    await expect(look('FORGED', 'message')).rejects.toMatchObject({ message: 'FORGED cannot be asked for' })
    await expect(look('FORGED', 'message')).rejects.toMatchObject({ message: 'FORGED cannot be asked for' })
    await expect(look('OTHER', 'message')).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: 'later' })
    await expect(look('OTHER', 'message')).rejects.toThrow(/asking for another failed less than a minute ago/)
    expect(await look('REAL', 'answer')).toBe('REAL')
    clock.at += MINUTE
    expect(await look('OTHER', 'message')).toBeUndefined()
  })

  it('under way with a failure is no failure of who waits for it', async () => {
    const { state, learn, answer } = wallet('REAL')
    const { look } = ringOf({ learn })
    state.down.add('FORGED')
    state.holdsBack = true
    const forged = look('FORGED', 'message')
    await settle()
    const real = look('REAL', 'answer')
    answer()
    await expect(forged).rejects.toThrow('FORGED cannot be asked for')
    await settle()
    answer()
    expect(await real).toBe('REAL')
  })

  it.each<Source>(['answer', 'message'])('is asked for once a minute, however many come at once: %s', async (source) => {
    const { asked, learn } = wallet()
    const { look, clock } = ringOf({ learn })
    const many = Array.from({ length: 1_000 }, (_, at) => look(`FORGED_${at}`, source))
    expect(new Set(await Promise.all(many))).toEqual(new Set([undefined]))
    clock.at += MINUTE - 1
    await look('FORGED_LATE', source)
    expect(asked).toEqual([['FORGED_0']])
    clock.at += 1
    await look('FORGED_LATE', source)
    expect(asked).toHaveLength(2)
  })

  it('that a message names waits for a minute after any other', async () => {
    const { asked, learn } = wallet()
    const { look, clock } = ringOf({ learn })
    await look('ANSWERED', 'answer')
    await look('TOLD', 'message')
    clock.at += MINUTE
    await look('TOLD', 'message')
    expect(asked).toEqual([['ANSWERED'], ['TOLD']])
  })

  it('is asked for once for all who want it, whoever they are', async () => {
    const { asked, learn } = wallet('REAL')
    const { look } = ringOf({ learn })
    const all = Array.from({ length: 1_000 }, (_, at) => look('REAL', at % 2 ? 'answer' : 'message'))
    expect(new Set(await Promise.all(all))).toEqual(new Set(['REAL']))
    expect(asked).toEqual([['REAL']])
  })

  it('that is asked for in vain costs no key that is known: it says nothing about the others', async () => {
    const shop = wallet('FIRST')
    const { look, clock } = ringOf(shop)
    expect(await look('FIRST', 'answer')).toBe('FIRST')
    clock.at += MINUTE
    await look('FORGED', 'message')
    clock.at += HOUR
    expect(await look('FIRST', 'answer')).toBe('FIRST')
    expect(shop.asked).toEqual([['FIRST'], ['FORGED']])
  })
})

describe('keys in use', () => {
  it('are asked for soon after a new one came, and what the wallet withdrew verifies nothing any more', async () => {
    const store = memoryKeyRing()
    const { held, asked, learn } = wallet('FIRST')
    const { look, clock } = ringOf({ learn }, store)
    await look('FIRST', 'answer')
    held.add('SECOND').delete('FIRST')
    clock.at += MINUTE
    expect(await look('SECOND', 'message')).toBe('SECOND')
    expect(await look('FIRST', 'message')).toBe('FIRST')
    clock.at += MINUTE
    await look('SECOND', 'answer')
    await settle()
    expect(asked).toEqual([['FIRST'], ['SECOND'], ['FIRST', 'SECOND']])
    expect((await store.read('main')).map(({ id }) => id)).toEqual(['SECOND'])
    clock.at += MINUTE
    expect(await look('FIRST', 'message')).toBeUndefined()
  })

  it('are kept where asking for them fails, and asked for again after a minute', async () => {
    const { state, asked, learn } = wallet('FIRST')
    const { ring, look, clock } = ringOf({ learn })
    await look('FIRST', 'answer')
    state.down.add('FIRST')
    await expect(ring.refresh()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    for (let hours = 0; hours < 2; hours += 1) {
      clock.at += 12 * HOUR
      expect(await look('FIRST', 'answer')).toBe('FIRST')
      await settle()
    }
    clock.at += MINUTE
    expect(await look('FIRST', 'answer')).toBe('FIRST')
    await settle()
    expect(asked).toHaveLength(5)
  })
})

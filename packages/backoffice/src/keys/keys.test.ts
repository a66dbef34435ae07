import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { LI, MINUTE, NEW_KEY, openOffice, T0 } from '../office.fixture.ts'
import { SCOPES } from '../rows.ts'
import { keyText, readKeyText } from './text.ts'

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const character = fc.constantFrom(...CHARACTERS)

async function givenKey(more: Partial<typeof NEW_KEY> = {}) {
  const given = openOffice()
  return { ...given, ...(await given.office.apiKeys.issue({ ...NEW_KEY, ...more }, LI)) }
}

describe('a new key', () => {
  it('has prefix, id, secret and checksum, and is shown once: neither rows nor audit trail hold its secret', async () => {
    const { text, key, books } = await givenKey()
    expect(text).toMatch(/^tpk_test_[0-9A-Za-z]{54}$/)
    const secret = text.slice(25, 57)
    expect(key).toMatchObject({ id: text.slice(9, 25), digest: expect.stringMatching(/^[0-9a-f]{64}$/), createdAt: T0 })
    expect(books.dump()).not.toContain(secret)
  })

  it('is unlike every other one', async () => {
    const { office } = openOffice()
    const texts = new Set<string>()
    for (let count = 0; count < 50; count += 1) texts.add((await office.apiKeys.issue(NEW_KEY, LI)).text)
    expect(texts.size).toBe(50)
  })

  it('has its scopes once, in their own order', async () => {
    const { key } = await givenKey({ scopes: ['refunds:write', 'payments:read', 'refunds:write'] })
    expect(key.scopes).toEqual(['payments:read', 'refunds:write'])
  })

  it.each([
    [{ merchant: 'nobody' }, 'NOT_FOUND', /merchant: expected one that there is, found none under "nobody"/],
    [{ scopes: [] }, 'INVALID', /scopes: expected at least one of payments:read, .*, found none/],
    [{ scopes: ['money:print' as never] }, 'INVALID', /found "money:print"/],
    [{ name: ' ' }, 'INVALID', /name: expected 1 to 100 visible characters/],
    [{ name: 'a\u001b[2J' }, 'INVALID', /name: expected/],
    [{ mode: 'both' as never }, 'INVALID', /mode: expected live or test/],
    [{ expiresAt: T0 }, 'INVALID', /expiresAt: expected a moment that is still to come/],
    [{ expiresAt: Number.NaN }, 'INVALID', /expiresAt/],
  ])('is refused with %o, and leaves nothing', async (more, code, message) => {
    const { office, books } = openOffice()
    const issuing = office.apiKeys.issue({ ...NEW_KEY, ...more }, LI)
    await expect(issuing).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(books.trail).toEqual([])
  })

  it('is refused to a merchant who is disabled', async () => {
    const { office } = openOffice()
    await office.merchants.disable('main', LI)
    await expect(office.apiKeys.issue(NEW_KEY, LI)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

describe('a key opens the door', () => {
  it('of its own merchant, with what it may do', async () => {
    const { office, text, key } = await givenKey()
    expect(await office.apiKeys.authenticate(text, 'test')).toEqual({
      kind: 'known',
      key,
      merchant: { id: 'main', title: 'main', createdAt: 0 },
    })
  })

  it('until it expires', async () => {
    const { office, text, clock } = await givenKey({ expiresAt: T0 + MINUTE })
    clock.now = T0 + MINUTE - 1
    expect(await office.apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known' })
    clock.now = T0 + MINUTE
    expect(await office.apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'expired' })
  })

  it('until it is revoked, which is for good and said once', async () => {
    const { office, text, key, books } = await givenKey()
    const revoked = await office.apiKeys.revoke(key.id, LI)
    expect(revoked).toEqual({ ...key, revokedAt: T0 })
    expect(await office.apiKeys.revoke(key.id, LI)).toEqual(revoked)
    expect(await office.apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'revoked' })
    expect(books.trail.map(({ what }) => what)).toEqual(['api-key.issued', 'api-key.revoked'])
    await expect(office.apiKeys.revoke('none', LI)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('while its merchant is enabled', async () => {
    const { office, text } = await givenKey()
    await office.merchants.disable('main', LI)
    expect(await office.apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'merchant-disabled' })
    await office.merchants.enable('main', LI)
    expect(await office.apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known' })
  })

  it.each(['live', 'test'] as const)('of its mode alone: %s', async (mode) => {
    const { office, text } = await givenKey({ mode })
    const other = mode === 'live' ? 'test' : 'live'
    expect(await office.apiKeys.authenticate(text, mode)).toMatchObject({ kind: 'known' })
    expect(await office.apiKeys.authenticate(text, other)).toEqual({ kind: 'refused', why: 'wrong-mode' })
  })

  it('of its mode alone, also where its owner writes another one into the text and computes the checksum anew', async () => {
    const { office, text } = await givenKey()
    const read = readKeyText(text)
    if (typeof read === 'string') throw new Error(read)
    expect(await office.apiKeys.authenticate(keyText({ ...read, mode: 'live' }), 'live')).toEqual({
      kind: 'refused',
      why: 'wrong-mode',
    })
  })
})

describe('no other text opens it', () => {
  it('no beginning of it, and nothing longer', async () => {
    const { office, text } = await givenKey()
    for (let length = 0; length < text.length; length += 1)
      expect(await office.apiKeys.authenticate(text.slice(0, length), 'test')).toEqual({ kind: 'refused', why: 'malformed' })
    for (const more of ['0', ' ', '\n']) expect(await office.apiKeys.authenticate(text + more, 'test')).toMatchObject(REFUSED)
  })

  it('none with one character mistyped or two neighbours swapped: found out without a look into the books', async () => {
    const { text } = await givenKey()
    fc.assert(
      fc.property(fc.integer({ min: 9, max: text.length - 1 }), character, (at, typed) => {
        fc.pre(text[at] !== typed)
        expect(readKeyText(text.slice(0, at) + typed + text.slice(at + 1))).toBe('checksum')
      }),
    )
    for (let at = 9; at < text.length - 1; at += 1) {
      const swapped = `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`
      if (swapped !== text) expect(readKeyText(swapped)).toBe('checksum')
    }
  })

  it('none with the secret of another key, checksum and all', async () => {
    const { office, text } = await givenKey()
    const other = readKeyText((await office.apiKeys.issue(NEW_KEY, LI)).text)
    const own = readKeyText(text)
    if (typeof own === 'string' || typeof other === 'string') throw new Error('expected two keys')
    const mixed = keyText({ ...own, secret: other.secret })
    expect(await office.apiKeys.authenticate(mixed, 'test')).toEqual({ kind: 'refused', why: 'wrong-secret' })
  })

  it('none with a secret that somebody guesses, nor an id', async () => {
    const { office, key } = await givenKey()
    const secret = fc.string({ unit: character, minLength: 32, maxLength: 32 })
    const id = fc.string({ unit: character, minLength: 16, maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(secret, id, async (guessed, nobody) => {
        const wrong = { mode: 'test', secret: guessed } as const
        const refused = [
          await office.apiKeys.authenticate(keyText({ ...wrong, id: key.id }), 'test'),
          await office.apiKeys.authenticate(keyText({ ...wrong, id: nobody }), 'test'),
        ]
        expect(refused).toEqual(['wrong-secret', 'unknown'].map((why) => ({ kind: 'refused', why })))
      }),
    )
  })

  it.each(['', 'tpk_', 'Bearer x', 'tpk_prod_', `tpk_test_${'ü'.repeat(54)}`, 'x'.repeat(100_000)])('not "%s"', async (text) => {
    const { office } = await givenKey()
    expect(await office.apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'malformed' })
  })
})

const REFUSED = { kind: 'refused' }

describe('the last use of a key', () => {
  it('is noted to the minute, once in it, however many calls there are', async () => {
    const { office, text, key, books, clock } = await givenKey()
    clock.now = T0 + 90_500
    await Promise.all(Array.from({ length: 20 }, () => office.apiKeys.authenticate(text, 'test')))
    expect(books.touches).toEqual([key.id])
    expect((await office.apiKeys.list('main'))[0]?.lastUsedAt).toBe(T0 + MINUTE)
    clock.now = T0 + 2 * MINUTE
    await office.apiKeys.authenticate(text, 'test')
    expect(books.touches).toHaveLength(2)
  })

  it('is not noted of a call that is refused', async () => {
    const { office, text, books } = await givenKey()
    await office.apiKeys.authenticate(text, 'live')
    await office.apiKeys.authenticate(`${text.slice(0, -1)}~`, 'test')
    expect(books.touches).toEqual([])
  })

  it('is worth nobody’s wait, nor a closed door where it cannot be noted', async () => {
    const { office, books } = openOffice()
    const { text } = await office.apiKeys.issue(NEW_KEY, LI)
    const readOnly = openOffice({ books: { ...books, touchApiKey: () => Promise.reject(new Error('read-only')) } })
    expect(await readOnly.office.apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known' })
  })
})

test('the text of a key is read as it was written, and every checksum has six digits', () => {
  const part = (length: number) => fc.string({ unit: character, minLength: length, maxLength: length })
  fc.assert(
    fc.property(fc.constantFrom('live' as const, 'test' as const), part(16), part(32), (mode, id, secret) => {
      const text = keyText({ mode, id, secret })
      expect(text).toHaveLength(63)
      expect(readKeyText(text)).toEqual({ mode, id, secret })
    }),
  )
})

test('the form of a key is for good: other programs look for it', () => {
  const text = keyText({ mode: 'live', id: '0123456789ABCDEF', secret: '0123456789abcdefghijklmnopqrstuv' })
  expect(text).toBe('tpk_live_0123456789ABCDEF0123456789abcdefghijklmnopqrstuv3wf707')
})

test('every scope can be given', async () => {
  expect((await givenKey({ scopes: SCOPES })).key.scopes).toEqual(SCOPES)
})

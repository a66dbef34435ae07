import { Secret } from '@tpkit/core'
import fc from 'fast-check'
import { compactDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { sealerFrom, sealKeysOf } from './sealer.ts'

const key = (fill: number) => new Secret(Buffer.alloc(32, fill).toString('base64'))
const [first, second, third] = [key(1), key(2), key(3)]
const sealerOf = (...[one, ...more]: readonly [Secret, ...Secret[]]) => sealerFrom(() => [one, ...more])

const REFUSED = { code: 'CONFIG' }

describe('a sealed secret', () => {
  it('opens under its own context, and no other', async () => {
    const context = fc.string()
    await fc.assert(
      fc.asyncProperty(fc.string(), context, context, async (secret, own, other) => {
        const sealer = sealerOf(first)
        const sealed = await sealer.seal(secret, own)
        expect(await sealer.open(sealed, own)).toBe(Buffer.from(secret).toString())
        if (other !== own) await expect(sealer.open(sealed, other)).rejects.toMatchObject(REFUSED)
      }),
      { numRuns: 30 },
    )
  })

  it('says nothing of the secret, and is another text each time', async () => {
    const sealer = sealerOf(first)
    const both = await Promise.all([sealer.seal('whsec_canary', 'main/whe_1'), sealer.seal('whsec_canary', 'main/whe_1')])
    expect(new Set(both).size).toBe(2)
    for (const sealed of both)
      expect(
        sealed
          .split('.')
          .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
          .join(),
      ).not.toMatch(new RegExp(`canary|${first.reveal()}`))
  })

  it('opens with every key of a rotation, and is sealed with the first', async () => {
    const old = await sealerOf(first).seal('secret', 'main/whe_1')
    const rotated = sealerOf(second, first)
    expect(await rotated.open(old, 'main/whe_1')).toBe('secret')
    const fresh = await rotated.seal('secret', 'main/whe_1')
    expect(await sealerOf(second).open(fresh, 'main/whe_1')).toBe('secret')
    await expect(sealerOf(first).open(fresh, 'main/whe_1')).rejects.toMatchObject(REFUSED)
  })

  it('follows the keys that stand now', async () => {
    let keys: readonly [Secret, ...Secret[]] = [first]
    const sealer = sealerFrom(() => keys)
    const sealed = await sealer.seal('secret', 'main/whe_1')
    keys = [third]
    await expect(sealer.open(sealed, 'main/whe_1')).rejects.toThrow(
      /^sealed secret of main\/whe_1: expected a key in gateway\.sealKeys that opens it, found none; put the one back/,
    )
    keys = [third, first]
    expect(await sealer.open(sealed, 'main/whe_1')).toBe('secret')
  })

  it('does not open once a part of it was changed', async () => {
    const sealer = sealerOf(first)
    const sealed = await sealer.seal('secret', 'main/whe_1')
    const parts = sealed.split('.')
    for (const at of [0, 2, 3, 4]) {
      const changed = parts.with(at, `${parts[at]?.startsWith('A') ? 'B' : 'A'}${parts[at]?.slice(1)}`).join('.')
      await expect(sealer.open(changed, 'main/whe_1'), `part ${at}`).rejects.toMatchObject(REFUSED)
    }
    for (const text of ['', '.', '....', 'e30....', 'bnVsbA....', sealed.slice(0, -1), `${sealed}.`])
      await expect(sealer.open(text, 'main/whe_1'), text).rejects.toMatchObject(REFUSED)
  })

  it('is not taken for another one whose header was written anew around it', async () => {
    const sealer = sealerOf(first)
    const sealed = await sealer.seal('secret', 'main/whe_1')
    const [header = '', ...rest] = sealed.split('.')
    const moved = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), context: 'tea/whe_2' }
    const text = [Buffer.from(JSON.stringify(moved)).toString('base64url'), ...rest].join('.')
    await expect(sealer.open(text, 'tea/whe_2')).rejects.toThrow(/found it changed or moved here from elsewhere/)
  })

  it('is a JWE that others read: dir, A256GCM, with kid and context in the protected header', async () => {
    const sealed = await sealerOf(first).seal('secret', 'main/whe_1')
    const [header = '', wrapped] = sealed.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      ...{ alg: 'dir', enc: 'A256GCM', context: 'main/whe_1' },
      kid: expect.stringMatching(/^[\w-]{11}$/),
    })
    expect(wrapped).toBe('')
    await expect(compactDecrypt(sealed, new Uint8Array(32))).rejects.toThrow()
  })
})

describe('the keys', () => {
  const plan = { trustedProxies: [], limits: {} }

  it('are those of the configuration', () => {
    expect(sealKeysOf({ ...plan, sealKeys: [first, second] }, 'production')).toEqual([first, second])
  })

  it('may be lacking in development, never in production', async () => {
    const keys = sealKeysOf({ ...plan, sealKeys: [] }, 'development')
    expect(await sealerFrom(() => keys).open(await sealerFrom(() => keys).seal('secret', 'x'), 'x')).toBe('secret')
    expect(() => sealKeysOf({ ...plan, sealKeys: [] }, 'production')).toThrow(/^gateway\.sealKeys: expected keys/)
  })
})

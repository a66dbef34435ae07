import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demand, LawBroken } from './demand.ts'
import { brokenBy, skipReason } from './law.ts'
import { laws } from './laws.ts'
import { checkLaw } from './suite.ts'
import { toyBareBench } from './toy/bench.fixture.ts'
import { toyManifest } from './toy/manifest.fixture.ts'

describe('the list of laws', () => {
  it('holds every file of the folder, under its name', () => {
    const files = readdirSync(new URL('laws', import.meta.url)).map((file) => file.replace('.ts', ''))
    expect(laws.map(({ name }) => name).sort()).toEqual(files.sort())
  })

  it.each(['rule', 'incident', 'repair'] as const)('states each %s in one sentence of its own', (what) => {
    expect(new Set(laws.map((law) => law[what])).size).toBe(laws.length)
    for (const law of laws) expect(law[what]).toMatch(/^[a-z0-9].{30,160}[^.]$/)
  })
})

const BARE = { abilities: [], scenes: ['h5'] } as const

describe('a law whose ability the manifest lacks', () => {
  it('is skipped, and the reason names the ability', () => {
    const reasons = laws.map((law) => skipReason(law, BARE)).filter((reason) => reason !== undefined)
    const needs = ['close', 'queryRefund', 'micropay', 'micropay, reverse', 'statement', 'probe']
    expect(new Set(reasons)).toEqual(new Set(needs.map((need) => `the manifest declares no ${need}`)))
    expect(laws.map((law) => skipReason(law, toyManifest('h5'))).filter(Boolean)).toEqual([])
  })

  it('leaves the others to hold without it', async () => {
    const concerned = laws.filter((law) => !skipReason(law, BARE))
    for (const law of concerned) await expect(checkLaw(law, toyBareBench)).resolves.toBeUndefined()
  })
})

describe('a law that does not hold', () => {
  const law = { name: 'some-law', rule: 'a rule', incident: 'a loss', repair: 'mend it', check: async () => undefined }

  it('says what was expected, what was found and what it means, shortened', () => {
    const found = { kind: 'done', value: 'x'.repeat(1_000) }
    expect(() => demand(false, 'a refusal', found, 'money is lost')).toThrow(
      /^expected a refusal, found \{ kind: 'done'.{1,300}…; money is lost$/,
    )
  })

  it('bears its name and its repair, also when the experiment broke down', () => {
    expect(brokenBy(law, new LawBroken('expected a, found b; c')).message).toBe(
      'some-law: expected a, found b; c\nrepair: mend it',
    )
    expect(brokenBy(law, new TypeError('no function')).message).toBe(
      'some-law: expected no error on the way, found TypeError: no function\nrepair: mend it',
    )
  })
})

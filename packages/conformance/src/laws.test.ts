import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { demand, LawBroken } from './demand.ts'
import { brokenBy, skipReason } from './law.ts'
import { laws } from './laws.ts'
import { checkLaw } from './suite.ts'
import { toyBareBench } from './toy/bench.fixture.ts'

describe('the list of laws', () => {
  it('holds every file of the folder, under its name', () => {
    const files = readdirSync(new URL('laws', import.meta.url)).map((file) => file.replace('.ts', ''))
    expect(laws.map(({ name }) => name).sort()).toEqual(files.sort())
  })

  it('states each rule in one sentence of its own', () => {
    expect(new Set(laws.map(({ rule }) => rule)).size).toBe(laws.length)
    for (const { rule } of laws) expect(rule).toMatch(/^[a-z].{30,160}[^.]$/)
  })
})

describe('a law whose ability the manifest lacks', () => {
  it('is skipped, and the reason names the ability', () => {
    const reasons = laws.map((law) => skipReason(law, { abilities: [] })).filter((reason) => reason !== undefined)
    expect(new Set(reasons)).toEqual(new Set(['the manifest declares no close', 'the manifest declares no queryRefund']))
    expect(laws.map((law) => skipReason(law, { abilities: ['close', 'queryRefund'] })).filter(Boolean)).toEqual([])
  })

  it('leaves the others to hold without it', async () => {
    const concerned = laws.filter((law) => !skipReason(law, { abilities: [] }))
    for (const law of concerned) await expect(checkLaw(law, toyBareBench)).resolves.toBeUndefined()
  })
})

describe('a law that does not hold', () => {
  const law = { name: 'some-law', rule: 'a rule', check: async () => undefined }

  it('says what was expected, what was found and what it means, shortened', () => {
    const found = { kind: 'done', value: 'x'.repeat(1_000) }
    expect(() => demand(false, 'a refusal', found, 'money is lost')).toThrow(
      /^expected a refusal, found \{ kind: 'done'.{1,300}…; money is lost$/,
    )
  })

  it('bears its name, also when the experiment broke down', () => {
    expect(brokenBy(law, new LawBroken('expected a, found b; c')).message).toBe('some-law: expected a, found b; c')
    expect(brokenBy(law, new TypeError('no function')).message).toBe(
      'some-law: expected no error on the way, found TypeError: no function',
    )
  })
})

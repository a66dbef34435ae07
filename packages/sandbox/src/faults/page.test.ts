import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FAULTS } from './catalogue.ts'
import type { FaultValue, SandboxFault } from './fault.ts'
import { STRUCK_CALLS } from './rules.ts'
import { parseFaults } from './text.ts'

const page = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8')

/** The rows below a heading. */
function rowsBelow(heading: string): readonly string[] {
  const [, part = ''] = page.split(`\n## ${heading}\n`)
  const [section = ''] = part.split('\n## ')
  return section.split('\n').filter((line) => line.startsWith('| `'))
}

function rowOf({ name, title, effect, value }: SandboxFault): string {
  return `| \`${name}\` | ${title.en} | ${value ? shown(value) : ''} | ${effect} | ${title.zh} |`
}

function shown({ unit, usual }: FaultValue): string {
  if (unit === 'copies') return `${usual} copies`
  return usual % 60_000 === 0 ? `${usual / 60_000} min` : `${usual / 1000} s`
}

test.each([
  ['Calls · 调用', 'call'],
  ['Notifies · 通知', 'notify'],
] as const)('docs/faults.md and the catalogue are the same, row by row: %s', (heading, at) => {
  expect(rowsBelow(heading)).toEqual(FAULTS.filter((fault) => fault.at === at).map(rowOf))
})

test('the page names the calls that a rule can name', () => {
  const named = rowsBelow('Rules · 规则').find((row) => row.startsWith('| `@call`')) ?? ''
  expect([...named.matchAll(/`([A-Za-z]+)`/g)].map(([, name]) => name)).toEqual(STRUCK_CALLS)
})

test('the effects of the page are those of the catalogue', () => {
  const named = rowsBelow('Effects · 影响').map((row) => /`([a-z]+)`/.exec(row)?.[1])
  expect(new Set(named)).toEqual(new Set(FAULTS.map(({ effect }) => effect)))
})

test('every rule that the page shows can be read', () => {
  const shownRules = [...rowsBelow('Rules · 规则')].map((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? '')
  const examples = shownRules.filter((rule) => /^[a-z]+-/.test(rule) || rule.startsWith('outage:') || rule.startsWith('slow:'))
  expect(examples.length).toBeGreaterThan(4)
  for (const rule of [...examples, /--faults '([^']+)'/.exec(page)?.[1] ?? '?']) expect(() => parseFaults(rule)).not.toThrow()
})

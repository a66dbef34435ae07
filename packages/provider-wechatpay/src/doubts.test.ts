import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CODES } from './codes.ts'
import { DOUBTS, decided } from './doubts.ts'

const pageOf = (name: string): string => readFileSync(new URL(`../../../docs/providers/${name}`, import.meta.url), 'utf8')

test.each([
  ['wechatpay.md', 'en'],
  ['wechatpay.zh-CN.md', 'zh'],
] as const)('%s has every doubt, word for word, and no other', (page, language) => {
  const rows = Object.entries(DOUBTS).map(([name, doubt]) => `| \`${name}\` | ${valuesOf(doubt)} | ${doubt[language]} |`)
  expect(
    pageOf(page)
      .split('\n')
      .filter((line) => /^\| `\w+` \| \*\*/.test(line)),
  ).toEqual(rows)
})

test.each(['wechatpay.md', 'wechatpay.zh-CN.md'])('%s has every code, and no other', (page) => {
  const rows = CODES.map(({ code, on, judgement, failure, retry, decided: statuses = [] }) => {
    const calls = on === 'any' ? 'any' : on.join(', ')
    return `| ${code} | ${calls} | ${judgement} | ${failure} | ${retry} | ${statuses.join(', ')} |`
  })
  expect(
    pageOf(page)
      .split('\n')
      .filter((line) => /^\| [A-Z_]+ \| [a-zA-Z, ]+ \| \w+ \| [A-Z_]+ \|/.test(line)),
  ).toEqual(rows)
})

test('a doubt that nobody knows, or a value that is none of its own, is no account', () => {
  expect(() => decided({ quietSeconds: -1 })).toThrow(/doubts.quietSeconds: expected a whole number/)
  // As plain JavaScript would call it.
  expect(() => decided({ quietSecond: 1 } as object)).toThrow(/doubts.quietSecond: expected one of/)
})

/** The default first and in bold. */
function valuesOf(doubt: (typeof DOUBTS)[keyof typeof DOUBTS]): string {
  if (doubt.kind === 'whole') return `**${doubt.usual}** (${doubt.least} … ${doubt.most})`
  const [usual, ...others] = doubt.words
  return [`**\`${usual}\`**`, ...others.map((word) => `\`${word}\``)].join(' · ')
}

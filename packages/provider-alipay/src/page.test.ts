import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CODES, type CodeRule } from './codes.ts'
import { DOUBTS } from './doubts.ts'

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../../../docs/providers/${name}`, import.meta.url), 'utf8').split('\n')

test.each([
  ['alipay.md', 'en'],
  ['alipay.zh-CN.md', 'zh'],
] as const)('%s has every doubt, word for word, and no other', (page, language) => {
  const rows = Object.entries(DOUBTS).map(([name, doubt]) => `| \`${name}\` | ${valuesOf(doubt)} | ${doubt[language]} |`)
  expect(linesOf(page).filter((line) => /^\| `\w+` \| \*\*/.test(line))).toEqual(rows)
})

test.each(['alipay.md', 'alipay.zh-CN.md'])('%s has every code, rule by rule, and no other', (page) => {
  const rows = rulesOf(CODES).map((codes) => `| ${codes.map(({ code }) => shown(code)).join(', ')} | ${restOf(codes[0])} |`)
  expect(linesOf(page).filter((line) => /^\| [\w.…, -]+ \| [a-zA-Z, ]+ \| \w+ \| [A-Z_]+ \|/.test(line))).toEqual(rows)
})

/** The default first and in bold. */
function valuesOf(doubt: (typeof DOUBTS)[keyof typeof DOUBTS]): string {
  if (doubt.kind === 'whole') return `**${doubt.usual}** (${doubt.least} … ${doubt.most})`
  const [usual, ...others] = doubt.words
  return [`**\`${usual}\`**`, ...others.map((word) => `\`${word}\``)].join(' · ')
}

type Rules = readonly [CodeRule, ...CodeRule[]]

/** Codes that stand together under one advice share a row. */
function rulesOf(codes: readonly CodeRule[]): readonly Rules[] {
  const rows: [CodeRule, ...CodeRule[]][] = []
  for (const code of codes) {
    const [first] = rows.at(-1) ?? []
    if (first?.advice === code.advice && restOf(first) === restOf(code)) rows.at(-1)?.push(code)
    else rows.push([code])
  }
  return rows
}

/** A family: in Markdown two stars would be emphasis. */
function shown(code: string): string {
  return code.replace(/\*$/, '…')
}

function restOf({ on, judgement, failure, retry, decided }: CodeRule): string {
  return [on === 'any' ? 'any' : on.join(', '), judgement, failure, retry, decided ? '✓' : ''].join(' | ')
}

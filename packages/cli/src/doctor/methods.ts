import { conditionWords, type RouteRule } from '@tpkit/core'
import type { AccountDescription, Description } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Where each method leads, a finding per rule; worth a look where an account of it takes no payment yet. */
export function methodFindings({ methods, accounts }: Description, words: Words): readonly Finding[] {
  return methods.flatMap(({ name, rules }) => [
    ...rules.map((rule) => ruleFinding(name, rule, accounts, words)),
    ...(isOpen(rules) ? [{ check: 'method', level: 'warning', method: name, ...words.method.open } as const] : []),
  ])
}

/** A last rule with conditions lets payments fall through. */
function isOpen(rules: readonly RouteRule[]): boolean {
  const last = rules.at(-1)
  return last !== undefined && conditionWords(last.when).length > 0
}

function ruleFinding(method: string, rule: RouteRule, accounts: readonly AccountDescription[], words: Words): Finding {
  const { use, when } = rule
  const conditions = words.reason(conditionWords(when).join(', ')) || words.every
  const total = use.reduce((sum, { weight }) => sum + weight, 0)
  const shares = use
    .map(({ account, weight }) => (use.length === 1 ? account : `${account} (${weight}/${total})`))
    .join(words.marks.comma)
  const found = `${conditions} → ${shares}`
  const planned = use.filter(({ account }) => isPlanned(account, accounts)).map(({ account }) => words.method.planned(account))
  if (planned.length === 0) return { check: 'method', level: 'ok', method, found }
  return {
    check: 'method',
    level: 'warning',
    method,
    found: [found, ...planned].join(words.marks.semicolon),
    todo: words.method.todo,
  }
}

function isPlanned(account: string, accounts: readonly AccountDescription[]): boolean {
  return accounts.some(({ name, manifest }) => name === account && manifest.status === 'planned')
}

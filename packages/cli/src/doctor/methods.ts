import { conditionWords, type RouteRule } from '@tpkit/core'
import type { AccountDescription, Description } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Where each method leads, a finding per rule; worth a look where an account of it cannot do what the rule sends there. */
export function methodFindings({ methods, accounts }: Description, words: Words): readonly Finding[] {
  return methods.flatMap(({ name, rules }) => rules.map((rule) => ruleFinding(name, rule, accounts, words)))
}

function ruleFinding(method: string, rule: RouteRule, accounts: readonly AccountDescription[], words: Words): Finding {
  const { use, when } = rule
  const conditions = conditionWords(when).join(', ') || words.every
  const total = use.reduce((sum, { weight }) => sum + weight, 0)
  const shares = use.map(({ account, weight }) => (use.length === 1 ? account : `${account} (${weight}/${total})`)).join(', ')
  const found = `${conditions} → ${shares}`
  const gaps = use.flatMap(({ account }) =>
    gap(
      rule,
      accounts.find(({ name }) => name === account),
      words,
    ),
  )
  if (gaps.length === 0) return { check: 'method', level: 'ok', method, found }
  return { check: 'method', level: 'warning', method, found: `${found}; ${gaps.join('; ')}`, todo: words.method.todo }
}

function gap({ when }: RouteRule, account: AccountDescription | undefined, words: Words): readonly string[] {
  if (!account) return []
  const { name, manifest } = account
  if (manifest.status === 'planned') return [words.method.planned(name)]
  const lacking = (when.scene ?? []).filter((scene) => !manifest.scenes.includes(scene))
  return lacking.length === 0 ? [] : [words.method.unable(name, lacking)]
}

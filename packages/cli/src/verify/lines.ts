import { type Fact, type Money, showMoney } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { alignRows, wrapAt } from '../desk/table.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { Judgement } from './judge.ts'
import { WORDS } from './words.ts'

/** Says what a notify is worth: signature, text, causes, facts. */
export function tellJudgement(desk: Desk, judgement: Judgement): void {
  const words = WORDS[desk.lang]
  const { genuine, refusal, inspection, notice } = judgement
  if (genuine && refusal) desk.say(`${desk.paint('yellow', '!')} ${words.unreadable}: ${spoken(desk.lang, refusal.message)}`)
  else if (genuine) desk.say(`${desk.paint('green', '✓')} ${words.genuine}`)
  else desk.say(`${desk.paint('red', '✗')} ${words.forged}${refusal ? `\n  ${spoken(desk.lang, refusal.message)}` : ''}`)
  if (inspection) tellInspection(desk, inspection)
  else if (!genuine) desk.say(words.unexplained)
  if (notice) tellFacts(desk, notice.facts)
}

function tellInspection(desk: Desk, { genuine, signed, found, expected, causes }: NonNullable<Judgement['inspection']>): void {
  const words = WORDS[desk.lang]
  const rows = [
    [`${words.found}`, found ?? words.none],
    ...(genuine || expected === undefined ? [] : [[words.expected, `${expected}…`]]),
  ]
  desk.say('')
  for (const line of alignRows(rows)) desk.say(line)
  if (signed !== '') desk.say(`${words.signed}\n  ${signed.replaceAll('\n', '\n  ')}`)
  if (causes.length === 0) return
  desk.say(`\n${words.causes}`)
  for (const [index, cause] of causes.entries()) {
    const lines = wrapAt(desk.terminal.stdout, cause[desk.lang], 5)
    desk.say(`  ${index + 1}. ${lines.join('\n     ')}`)
  }
}

function tellFacts(desk: Desk, facts: readonly Fact[]): void {
  const words = WORDS[desk.lang]
  if (facts.length === 0) desk.say(`\n${words.nothing}`)
  for (const fact of facts) {
    desk.say(`\n${words.facts}`)
    for (const line of alignRows(factRows(fact))) desk.say(`  ${line}`)
  }
}

/** What people compare, without what identifies the payer. */
function factRows(fact: Fact): readonly (readonly string[])[] {
  return Object.entries(fact).flatMap(([name, value]) => {
    if (name === 'raw' || name === 'payer' || name === 'source' || value === undefined) return []
    return [[name, shown(name, value)]]
  })
}

function shown(name: string, value: unknown): string {
  if (isMoney(value)) return showMoney(value)
  if (typeof value === 'number' && name.endsWith('At')) return new Date(value).toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

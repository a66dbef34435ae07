import { type Fact, type Money, showMoney } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { alignRows, wrapAt } from '../desk/table.ts'
import { localTime } from '../desk/time.ts'
import { visible } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { Lang } from '../lang.ts'
import { WORDS as ORDER_WORDS } from '../order/words.ts'
import type { Judgement } from './judge.ts'
import { WORDS } from './words.ts'

/** Says what a notify is worth: signature, text, causes, facts. */
export function tellJudgement(desk: Desk, judgement: Judgement): void {
  const words = WORDS[desk.lang]
  const { genuine, refusal, inspection, notice } = judgement
  if (genuine && refusal)
    desk.say(
      `${desk.paint('yellow', '!')} ${words.unreadable}${desk.lang === 'zh' ? '：' : ': '}${visible(spoken(desk.lang, refusal.message))}`,
    )
  else if (genuine) desk.say(`${desk.paint('green', '✓')} ${words.genuine}`)
  else desk.say(`${desk.paint('red', '✗')} ${words.forged}${refusal ? `\n  ${visible(spoken(desk.lang, refusal.message))}` : ''}`)
  if (inspection) tellInspection(desk, inspection)
  else if (!genuine) desk.say(words.unexplained)
  if (notice) tellFacts(desk, notice.facts)
}

function tellInspection(desk: Desk, { genuine, signed, found, expected, causes }: NonNullable<Judgement['inspection']>): void {
  const words = WORDS[desk.lang]
  const rows = [
    [`${words.found}`, visible(found ?? words.none)],
    ...(genuine || expected === undefined ? [] : [[words.expected, `${visible(expected)}…`]]),
  ]
  desk.say('')
  for (const line of alignRows(rows)) desk.say(line)
  if (signed !== '') desk.say(`${words.signed}\n  ${visible(signed)}`)
  if (causes.length === 0) return
  desk.say(`\n${words.causes}`)
  for (const [index, cause] of causes.entries()) {
    const lines = wrapAt(desk.terminal.stdout, visible(desk.lang === 'zh' ? readersWord(cause.zh) : cause.en), 5)
    desk.say(`  ${index + 1}. ${lines.join('\n     ')}`)
  }
}

/** What the reader of XML or of a form says stands in brackets, and is English as everything of the readers. */
function readersWord(cause: string): string {
  return cause.replace(/（((?:XML|form): .*?)）(?=。|$)/s, (_, said: string) => `（${spoken('zh', said)}）`)
}

function tellFacts(desk: Desk, facts: readonly Fact[]): void {
  const words = WORDS[desk.lang]
  if (facts.length === 0) desk.say(`\n${words.nothing}`)
  for (const fact of facts) {
    desk.say(`\n${words.facts}`)
    for (const line of alignRows(factRows(desk.lang, fact))) desk.say(`  ${line}`)
  }
}

/** What people compare, in the words of `query`, without what identifies the payer. */
function factRows(lang: Lang, fact: Fact): readonly (readonly string[])[] {
  const { labels } = WORDS[lang]
  const values: Readonly<Record<string, unknown>> = { ...fact }
  return Object.entries(labels).flatMap(([name, label]) => {
    const value = values[name]
    return value === undefined ? [] : [[label, shown(lang, fact, name, value)]]
  })
}

function shown(lang: Lang, fact: Fact, name: string, value: unknown): string {
  const words = WORDS[lang]
  if (name === 'kind') return words.kinds[fact.kind]
  if (name === 'status')
    return fact.kind === 'payment' ? ORDER_WORDS[lang].payment[fact.status] : ORDER_WORDS[lang].refund[fact.status]
  if (isMoney(value)) return showMoney(value)
  if (typeof value === 'number') return localTime(value)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return typeof value === 'object' && value !== null ? visible(Object.values(value).join(', ')) : visible(String(value))
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

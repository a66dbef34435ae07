import type { Desk } from '../desk/desk.ts'
import { displayWidth, padTo, wrapAt } from '../desk/table.ts'
import type { Examination } from './examine.ts'
import type { Finding, Level } from './finding.ts'
import { WORDS } from './spoken.ts'

const MARKS: Readonly<Record<Level, readonly [mark: string, colour: 'green' | 'yellow' | 'red']>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  error: ['✗', 'red'],
}

/** Whose money it is, where a service provider asks for it. */
const SUB = { en: ', sub-merchant', zh: '，子商户' } as const

/** Says what was found: the whole configuration first, then each account, then the methods. */
export function tellFindings(desk: Desk, { findings, description }: Examination): void {
  const labels = findings.map((finding) => labelOf(finding, desk))
  const width = Math.max(0, ...labels.map(displayWidth))
  const groups = [
    { title: '', of: findings.filter(({ account, method }) => account === undefined && method === undefined) },
    ...[...new Set(findings.flatMap(({ account }) => account ?? []))].map((account) => ({
      title: titleOf(account, description, desk),
      of: findings.filter((one) => one.account === account),
    })),
    { title: '', of: findings.filter(({ method }) => method !== undefined) },
  ]
  for (const [index, { title, of }] of groups.filter((group) => group.of.length > 0).entries()) {
    if (index > 0) desk.say('')
    if (title !== '') desk.say(title)
    // What to do is said once for findings with one cure.
    for (const [at, finding] of of.entries())
      tellFinding(desk, finding, width, finding.todo === of[at + 1]?.todo ? undefined : finding.todo)
  }
}

function titleOf(account: string, description: Examination['description'], { lang, paint }: Desk): string {
  const found = description?.accounts.find(({ name }) => name === account)
  if (!found) return paint('bold', account)
  const { manifest, payee } = found
  const sub = payee.subMchId === undefined ? '' : `${SUB[lang]} ${payee.subMchId}`
  return `${paint('bold', account)}  ${manifest.title[lang]} ${payee.mchId}${sub}`
}

function labelOf({ check, method }: Finding, { lang }: Desk): string {
  return method === undefined ? WORDS[lang].checks[check] : `${WORDS[lang].checks[check]} ${method}`
}

function tellFinding(desk: Desk, finding: Finding, width: number, todo: string | undefined): void {
  const [mark, colour] = MARKS[finding.level]
  const indent = ' '.repeat(width + 4)
  const head = `${desk.paint(colour, mark)} ${padTo(labelOf(finding, desk), width)}  `
  for (const [index, line] of wrapAt(desk.terminal.stdout, finding.found, width + 4).entries()) {
    desk.say((index === 0 ? head : indent) + line)
  }
  if (finding.place !== undefined) desk.say(`${indent}${desk.paint('gray', finding.place)}`)
  if (todo === undefined) return
  for (const [index, line] of wrapAt(desk.terminal.stdout, todo, width + 6).entries())
    desk.say(`${indent}${index === 0 ? '→' : ' '} ${line}`)
}

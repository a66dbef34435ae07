import { createInterface, type Interface } from 'node:readline'
import { tpError } from '@tpkit/core'
import type { Lang } from '../lang.ts'
import type { Desk } from './desk.ts'

/** Why a person has to say yes. */
type Stake = 'money' | 'for good'

const ASK = '[y/N] '

const NEEDS_YES: Readonly<Record<Lang, Readonly<Record<Stake, string>>>> = {
  en: {
    money: '--yes: expected it where nobody can be asked; this moves money, so say it',
    'for good': '--yes: expected it where nobody can be asked; this cannot be undone, so say it',
  },
  zh: {
    money: '--yes：无人可询问时必须给出；此操作涉及资金，请明确加上 --yes',
    'for good': '--yes：无人可询问时必须给出；此操作无法撤销，请明确加上 --yes',
  },
}

/** What a person said, or that they went away by Ctrl+C. */
type Said = 'yes' | 'no' | 'gone'

/** "Really?", before money moves or something ends for good: asked where a person sits, and demanded as --yes where none does. */
export async function confirmed(desk: Desk, yes: boolean | undefined, question: string, stake: Stake = 'money'): Promise<Said> {
  if (yes) return 'yes'
  const { stdin, stderr } = desk.terminal
  if (desk.json || !stdin.isTTY) throw tpError('INVALID', NEEDS_YES[desk.lang][stake])
  const answer = await typed(createInterface({ input: stdin, output: stderr }), `${question} ${ASK}`)
  if (answer === undefined) return 'gone'
  return /^(?:y|yes|是)$/i.test(answer.trim()) ? 'yes' : 'no'
}

/** Whoever goes away by Ctrl+D has said nothing; undefined for Ctrl+C. */
function typed(lines: Interface, question: string): Promise<string | undefined> {
  const answer = new Promise<string | undefined>((resolve) => {
    lines.question(question, resolve)
    lines.once('SIGINT', () => resolve(undefined))
    lines.once('close', () => resolve(''))
  })
  return answer.finally(() => lines.close())
}

import { createInterface, type Interface } from 'node:readline'
import { tpError } from '@tpkit/core'
import type { Lang } from '../lang.ts'
import type { Desk } from './desk.ts'

const WORDS: Readonly<Record<Lang, { readonly ask: string; readonly needsYes: string }>> = {
  en: { ask: '[y/N] ', needsYes: '--yes: expected it where nobody can be asked; this moves money, so say it' },
  zh: { ask: '[y/N] ', needsYes: '--yes：无人可询问时必须给出；此操作涉及资金，请明确加上 --yes' },
}

/** What a person said, or that they went away by Ctrl+C. */
type Said = 'yes' | 'no' | 'gone'

/** "Really?", before money moves: asked where a person sits, and demanded as --yes where none does. */
export async function confirmed(desk: Desk, yes: boolean | undefined, question: string): Promise<Said> {
  if (yes) return 'yes'
  const { stdin, stderr } = desk.terminal
  const words = WORDS[desk.lang]
  if (desk.json || !stdin.isTTY) throw tpError('INVALID', words.needsYes)
  const answer = await typed(createInterface({ input: stdin, output: stderr }), `${question} ${words.ask}`)
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

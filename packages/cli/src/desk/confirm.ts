import { createInterface } from 'node:readline/promises'
import { tpError } from '@tpkit/core'
import type { Lang } from '../lang.ts'
import type { Desk } from './desk.ts'

const WORDS: Readonly<Record<Lang, { readonly ask: string; readonly needsYes: string }>> = {
  en: { ask: '[y/N] ', needsYes: '--yes: expected it where nobody can be asked; this moves money, so say it' },
  zh: { ask: '[y/N] ', needsYes: '--yes：无人可询问时必须给出；此操作涉及资金，请明确加上 --yes' },
}

/** "Really?", before money moves: asked where a person sits, and demanded as --yes where none does. */
export async function confirmed(desk: Desk, yes: boolean | undefined, question: string): Promise<boolean> {
  if (yes) return true
  const { stdin, stderr } = desk.terminal
  const words = WORDS[desk.lang]
  if (desk.json || !stdin.isTTY) throw tpError('INVALID', words.needsYes)
  const lines = createInterface({ input: stdin, output: stderr })
  try {
    return /^(?:y|yes|是)$/i.test((await lines.question(`${question} ${words.ask}`)).trim())
  } finally {
    lines.close()
  }
}

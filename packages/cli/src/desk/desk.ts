import { stripVTControlCharacters, styleText } from 'node:util'
import type { Lang } from '../lang.ts'

/** What a command writes to: people read lines, programs read JSON. */
export interface Desk {
  readonly lang: Lang
  readonly json: boolean
  /** For people; says nothing where JSON was asked for. */
  readonly say: (text: string) => void
  /** For programs; says nothing where it was not asked for. One call, one line where `--json` streams. */
  readonly answer: (value: unknown) => void
  /** What to do now: the last thing that every command says to people. */
  readonly next: (text: string) => void
  /** Passing news of long work, on stderr, and only where a person watches. */
  readonly progress: (text: string) => void
}

export interface DeskOptions {
  readonly lang: Lang
  readonly json: boolean
  /** JSON on one line per value, for commands that answer more than once. */
  readonly lines?: boolean
  readonly stdout?: Pick<NodeJS.WriteStream, 'write'>
  readonly stderr?: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>
}

const NEXT: Readonly<Record<Lang, string>> = { en: 'Next: ', zh: '下一步：' }

export function openDesk({ lang, json, lines, stdout = process.stdout, stderr = process.stderr }: DeskOptions): Desk {
  const people = (text: string): void => {
    if (!json) stdout.write(`${text}\n`)
  }
  return {
    lang,
    json,
    say: people,
    answer: (value) => {
      if (json) stdout.write(`${JSON.stringify(value, plain, lines ? 0 : 2)}\n`)
    },
    next: (text) => people(`\n${styleText('bold', NEXT[lang])}${text}`),
    progress: (text) => {
      if (!json && stderr.isTTY) stderr.write(`${stripVTControlCharacters(text)}\n`)
    },
  }
}

/** Minor units are whole and small enough for a JSON number; what is not becomes text. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

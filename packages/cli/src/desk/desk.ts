import { resolve } from 'node:path'
import { stripVTControlCharacters, styleText } from 'node:util'
import type { Lang } from '../lang.ts'
import { asStarted } from './line.ts'
import { displayWidth } from './table.ts'
import type { Output, Terminal } from './terminal.ts'
import { visibleJson } from './visible.ts'

/** What a command writes to: people read lines, programs read JSON. Commands in quotes begin as this one was started, and read what it read. */
export interface Desk {
  readonly lang: Lang
  readonly json: boolean
  readonly terminal: Terminal
  /** The configuration that the command reads, as the person named it; absent where it reads none. */
  readonly config?: string
  /** For people; says nothing where JSON was asked for. */
  readonly say: (text: string) => void
  /** For people, on stderr: faults, and all words where stdout is data. */
  readonly beside: (text: string) => void
  /** For programs; says nothing where it was not asked for. One call, one line where `--json` streams. */
  readonly answer: (value: unknown) => void
  /** What to do now: the last thing that every command says to people. */
  readonly next: (text: string) => void
  /** Passing news of long work: one line on stderr that the next one overwrites, and only where a person watches. */
  readonly progress: (text: string) => void
  /** Colours, where the output shows them: NO_COLOR, FORCE_COLOR and pipes are respected. */
  readonly paint: (format: Paint, text: string) => string
  /** A path that the person gave, from where the command runs. */
  readonly path: (given: string) => string
}

type Paint = Parameters<typeof styleText>[0]

export interface DeskOptions {
  readonly lang: Lang
  readonly json: boolean
  /** JSON on one line per value, for commands that answer more than once. */
  readonly lines?: boolean
  readonly terminal: Terminal
  readonly config?: string | undefined
}

const NEXT: Readonly<Record<Lang, string>> = { en: 'Next:', zh: '下一步：' }
const NEXT_GAP: Readonly<Record<Lang, string>> = { en: ' ', zh: '' }

/** As `next` says it. */
export function nextText(lang: Lang, paint: Desk['paint'], text: string): string {
  return `${paint('bold', NEXT[lang])}${text.startsWith('\n') ? '' : NEXT_GAP[lang]}${text}`
}

export function openDesk({ lang, json, lines, terminal, config }: DeskOptions): Desk {
  const { stdout, stderr, cwd } = terminal
  const paint = painter(stdout)
  const news = passingLine(stderr, !json && stderr.isTTY === true)
  const write = (text: string): void => {
    news.clear()
    stdout.write(`${text}\n`)
  }
  const people = (text: string): void => {
    if (!json) write(asStarted(terminal, text, config))
  }
  return {
    lang,
    json,
    terminal,
    ...(config !== undefined && { config }),
    say: people,
    beside: (text) => {
      if (json) return
      news.clear()
      stderr.write(`${asStarted(terminal, text, config)}\n`)
    },
    answer: (value) => {
      if (json) write(visibleJson(JSON.stringify(value, plain, lines ? 0 : 2)))
    },
    next: (text) => people(`\n${nextText(lang, paint, text)}`),
    progress: news.show,
    paint,
    path: (given) => resolve(cwd, given),
  }
}

/** `styleText` looks at the stream and at NO_COLOR and FORCE_COLOR. */
export function painter(stream: Output): Desk['paint'] {
  return (format, text) => styleText(format, text, { stream })
}

function passingLine(stream: Output, watched: boolean): { readonly show: (text: string) => void; readonly clear: () => void } {
  let shown = false
  const clear = (): void => {
    if (shown) stream.write('\r\u001b[2K')
    shown = false
  }
  const show = (text: string): void => {
    if (!watched) return
    clear()
    stream.write(fitting(stripVTControlCharacters(text), (stream.columns ?? 80) - 1))
    shown = true
  }
  return { show, clear }
}

/** A line that wraps could not be overwritten. */
function fitting(text: string, cells: number): string {
  let left = cells
  let kept = ''
  for (const character of text.replaceAll('\n', ' ')) {
    left -= displayWidth(character)
    if (left < 0) return kept
    kept += character
  }
  return kept
}

/** Minor units are whole and small enough for a JSON number; what is not becomes text. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

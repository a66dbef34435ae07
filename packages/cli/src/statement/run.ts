import { failureOf } from '@tpkit/core/errors'
import { type AccountHandle, checkStatement, isTPError, type StatementQuery, type StatementRow, TPError } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { demandWritable } from '../desk/files.ts'
import { interruptible } from '../desk/interruptible.ts'
import { messageOf } from '../desk/message.ts'
import { accountOf, withTpkit } from '../desk/open-tpkit.ts'
import { remarked } from '../desk/remark.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { AccountFlags } from '../order/options.ts'
import { csvRows, JSON_LINES, type RowFormat } from './rows.ts'
import { fileTarget, streamTarget, type Target } from './target.ts'

export interface StatementFlags extends AccountFlags {
  readonly day: string
  readonly kind: StatementQuery['kind']
  readonly format?: 'csv' | 'jsonl'
  readonly out?: string
}

const WORDS = {
  en: {
    rows: (count: number) => `${count} ${count === 1 ? 'row' : 'rows'}`,
    whole: (rows: string, where: string) => `${rows}, and the statement is whole${where && `: ${where}`}`,
    partFile: (part: string) => `The statement is not whole. Do not book it. What came is kept in ${part}`,
    partPrinted: 'The statement is not whole. Do not book what was printed.',
    next: 'compare it with your own books, to the fen.',
  },
  zh: {
    rows: (count: number) => `${count} 行`,
    whole: (rows: string, where: string) => `${rows}，对账单完整${where && `：${where}`}`,
    partFile: (part: string) => `对账单不完整，请勿入账。已收到的部分保存在 ${part}`,
    partPrinted: '对账单不完整，已输出的内容请勿入账。',
    next: '与自己的账本逐分核对。',
  },
} as const

/** Downloads one day's statement. */
export function runStatement(desk: Desk, flags: StatementFlags): Promise<ExitCode> {
  const { out, ...rest } = flags
  return out === '-' ? downloadTo(desk, rest) : downloadTo(desk, flags)
}

function downloadTo(desk: Desk, flags: StatementFlags): Promise<ExitCode> {
  return withTpkit(desk, flags.config, async (tpkit) => {
    const account = accountOf(tpkit, flags.account)
    demandDue(desk, flags, account)
    const target = await targetOf(desk, flags)
    return interruptible(desk.terminal, (signal) => downloaded(desk, flags, { account, target, signal }))
  })
}

/** A day that has no statement yet, or none any more, is a mistake of the command line: nothing is sent. */
function demandDue(desk: Desk, { day, kind }: StatementFlags, { manifest }: AccountHandle): void {
  try {
    checkStatement({ day, kind }, manifest.timing, desk.terminal.nowMs())
  } catch (error) {
    throw remarked(error, { unsent: true })
  }
}

interface Download {
  readonly account: AccountHandle
  readonly target: Target
  readonly signal: AbortSignal
}

async function downloaded(desk: Desk, flags: StatementFlags, { account, target, signal }: Download): Promise<ExitCode> {
  const { day, kind } = flags
  const words = WORDS[desk.lang]
  let rows = 0
  const counted = (): void => {
    rows += 1
    if (rows % PROGRESS_EVERY === 0) desk.progress(words.rows(rows))
  }
  try {
    await target.write(textOf(account.statement({ day, kind }, { signal }), formatOf(desk, flags), counted))
    await target.keep()
  } catch (error) {
    if (desk.terminal.stdout.destroyed || isClosedPipe(error)) return EXIT.failed
    if (rows === 0) await target.drop()
    const told = rows === 0 ? begun(error) : incomplete(desk, target, error)
    if (!signal.aborted) throw told
    desk.beside(spoken(desk.lang, messageOf(told)))
    return EXIT.interrupted
  }
  tellWhole(desk, flags, rows)
  return EXIT.done
}

/** A limit that the wallet's file broke is nobody's typing error. */
function begun(error: unknown): unknown {
  return isTPError(error) && error.code === 'LIMIT' ? remarked(error, { unsent: false }) : error
}

const PROGRESS_EVERY = 500

async function* textOf(rows: AsyncIterable<StatementRow>, format: RowFormat, counted: () => void): AsyncGenerator<string> {
  let first = true
  for await (const row of rows) {
    counted()
    yield first ? format.head(row) + format.row(row) : format.row(row)
    first = false
  }
  if (first) yield format.head(undefined)
}

/** A statement on stdout is the data alone: everything else goes beside it. */
function tellWhole(desk: Desk, { out }: StatementFlags, rows: number): void {
  const words = WORDS[desk.lang]
  const whole = words.whole(words.rows(rows), out ?? '')
  if (out === undefined) desk.beside(whole)
  else {
    desk.say(whole)
    desk.answer({ file: out, rows })
    desk.next(words.next)
  }
}

/** The same failure, with what it means for the rows that came before it. */
function incomplete(desk: Desk, { part }: Target, error: unknown): Error {
  const words = WORDS[desk.lang]
  const said = part === undefined ? words.partPrinted : words.partFile(part)
  const message = `${messageOf(error)}\n${said}`
  return isTPError(error) ? new TPError({ ...failureOf(error), message }) : new Error(message)
}

async function targetOf(desk: Desk, { out }: StatementFlags): Promise<Target> {
  if (out === undefined) return streamTarget(desk.terminal.stdout)
  await demandWritable(desk, '--out', desk.path(out))
  return fileTarget(desk.path(out))
}

function formatOf(desk: Desk, { format, kind }: StatementFlags): RowFormat {
  return (format ?? (desk.json ? 'jsonl' : 'csv')) === 'csv' ? csvRows(kind) : JSON_LINES
}

/** `| head` has read enough. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

import type { Download, EmptyDay, Failure, Instant, Moment, StatementQuery } from '@tpkit/core'
import { fail, isTPError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import { invalid } from './checks.ts'
import { ruleFor, UNLISTED } from './codes.ts'
import type { Account } from './config.ts'
import { accountType, billType } from './extra.ts'
import { fundReader } from './fund-bill.ts'
import { STATEMENT_READY_MS } from './manifest.ts'
import { type OwnFields, signedPost } from './request.ts'
import { fromBeijing } from './time.ts'
import { tradeReader } from './trade-bill.ts'

const DAY_MS = 86_400_000

type Packing = Download['packed'] & Account['doubts']['statementPacking']

/** 对账单. Where a day's file is and how to read it: trades (交易账单) or movements of an account (资金账单). */
export function download(query: StatementQuery, account: Account, at: Moment): Download {
  const { doubts } = account
  const dayEnd = endOfDay(query.day, at.nowMs)
  const trade = query.kind === 'trade'
  const packed = trade ? doubts.statementPacking : doubts.fundPacking
  const fields = trade ? tradeFields(query, packed) : fundFields(query, packed)
  return {
    kind: 'download',
    request: signedPost(trade ? 'statement' : 'fundStatement', fields, account, at),
    refuse: (head) => refusalIn(head, account, at.nowMs >= dayEnd + STATEMENT_READY_MS),
    packed,
    charset: 'utf-8',
    reader: trade ? tradeReader(account) : fundReader(),
  }
}

function tradeFields({ day, extra }: StatementQuery, packed: Packing): OwnFields {
  return { bill_date: compact(day), bill_type: billType(extra?.qqwallet), tar_type: tarType(packed) }
}

function fundFields({ day, extra }: StatementQuery, packed: Packing): OwnFields {
  return { bill_date: compact(day), acc_type: accountType(extra?.qqwallet), tar_type: tarType(packed) }
}

function tarType(packed: Packing): string | undefined {
  return packed === 'gzip' ? 'GZIP' : undefined
}

/** A day that is not over has no statement, and half a day booked as a whole one would look like lost payments. */
function endOfDay(day: string, nowMs: Instant): Instant {
  const begin = fromBeijing(`${compact(day)}000000`)
  if (begin === undefined) throw invalid('day', 'a day of the calendar such as 2026-01-31', day)
  if (begin + DAY_MS > nowMs) throw invalid('day', 'a day that is over in Beijing', day, 'ask after 10:00 of the next day')
  return begin + DAY_MS
}

function compact(day: string): string {
  return day.replaceAll('-', '')
}

/** A file begins with titles. What begins with "<" is a message: no signature is expected on it, it only explains. */
function refusalIn(head: Uint8Array, { doubts }: Account, due: boolean): Failure | EmptyDay | undefined {
  const text = new TextDecoder().decode(head).trimStart()
  if (!text.startsWith('<')) return undefined
  const fields = messageIn(text)
  if (!fields) return fail('UNAVAILABLE', 'statement: expected a file, found a page that is no message of the wallet', LATER)
  const { code, message } = reasonIn(fields)
  if (!NO_BILL.test(message)) return failureOf(code, message)
  if (!due) return fail('UNAVAILABLE', NOT_DUE, { ...LATER, provider: { code, message } })
  return doubts.noBill === 'empty' ? { kind: 'empty' } : failureOf(code, message)
}

const LATER = { retry: 'later' } as const
const NOT_DUE =
  "statement: expected the day's file, found that there is none yet; ask again after 10:00 (Beijing) of the next day"

/** 无账单. The wallet's own words are not published. */
const NO_BILL = /\bno\s+bill\b|(?:没有|无|暂无)(?:此|该|相关)?(?:日)?(?:对)?账单|账单不存在/i

function messageIn(text: string): Fields | undefined {
  try {
    return readXml(text)
  } catch (error) {
    if (isTPError(error)) return undefined
    throw error
  }
}

/** Both kinds are seen: retcode and retmsg, or return_code, return_msg and error_code. */
function reasonIn(fields: Fields): { readonly code: string; readonly message: string } {
  const first = (...names: readonly string[]) => names.map((name) => fields[name]).find((value) => value && value !== '0') ?? ''
  const code = first('err_code', 'error_code', 'retcode', 'return_code').toUpperCase().slice(0, 64)
  return { code, message: first('err_code_des', 'err_code_desc', 'retmsg', 'return_msg').slice(0, 128) }
}

function failureOf(code: string, message: string): Failure {
  const rule = ruleFor('statement', code)
  const { failure, retry, advice } = rule === UNLISTED ? { ...UNLISTED, advice: NO_FILE, ...LATER } : rule
  const provider = { code: code || 'FAIL', ...(message && { message }) }
  return fail(failure, `QQ Wallet answered statement with ${provider.code}: ${advice}`, { retry, provider })
}

const NO_FILE =
  'it gave no file; read its words beside this. Files come after 10:00 of the next day and are kept for three months'

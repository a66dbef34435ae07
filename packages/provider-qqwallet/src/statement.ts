import type { Download, EmptyDay, Failure, Moment, StatementQuery } from '@tpkit/core'
import { fail, isTPError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import { type CodeRule, ruleFor, UNLISTED } from './codes.ts'
import type { Account } from './config.ts'
import { accountType, billType } from './extra.ts'
import { fundReader } from './fund-statement.ts'
import { wordsOf } from './reading.ts'
import { type OwnFields, signedPost } from './request.ts'
import { tradeReader } from './trade-statement.ts'

type Packing = Download['packed'] & Account['doubts']['statementPacking']

/**
 * 对账单. Where a day's file is and how to read it: trades (交易账单) or movements of an account (资金账单). Core has held the
 * day against the manifest: it is over, its file is due, and it is kept.
 */
export function download(query: StatementQuery, account: Account, at: Moment): Download {
  const { doubts } = account
  const trade = query.kind === 'trade'
  const packed = trade ? doubts.statementPacking : doubts.fundPacking
  const fields = trade ? tradeFields(query, packed) : fundFields(query, packed)
  return {
    kind: 'download',
    request: signedPost(trade ? 'statement' : 'fundStatement', fields, account, at),
    refuse: (head) => refusalIn(head, account),
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

function compact(day: string): string {
  return day.replaceAll('-', '')
}

/** A file begins with titles. What begins with "<" is a message: no signature is expected on it, it only explains. */
function refusalIn(head: Uint8Array, { doubts }: Account): Failure | EmptyDay | undefined {
  const text = new TextDecoder().decode(head).trimStart()
  if (!text.startsWith('<')) return undefined
  const fields = messageIn(text)
  if (!fields) return fail('UNAVAILABLE', 'statement: expected a file, found a page that is no message of the wallet', LATER)
  const { code, message } = reasonIn(fields)
  const rule = ruleFor('statement', code)
  // A documented code says more than the words beside it.
  const empty = doubts.noBill === 'empty' && rule === UNLISTED && NO_BILL.test(message)
  return empty ? { kind: 'empty' } : failureOf(rule, code, message)
}

const LATER = { retry: 'later' } as const

/** 无账单, and not a word more: "无账单下载权限" is another matter. The wallet's own words are not published. */
const NO_BILL =
  /^(?:no\s+bill(?:\s+exists?)?|(?:当日|当天)?(?:没有|暂无|无)(?:此|该|相关)?(?:日)?(?:对)?账单|(?:对)?账单不存在)[.!。！]?$/i

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
  const { err_code, error_code, retcode, return_code } = fields
  const code = [err_code, error_code, retcode, return_code].find((value) => value && value !== '0') ?? ''
  return { code: code.toUpperCase().slice(0, 64), message: wordsOf(fields).slice(0, 128) }
}

function failureOf(rule: Omit<CodeRule, 'code'>, code: string, message: string): Failure {
  const { failure, retry, advice } = rule === UNLISTED ? { ...UNLISTED, advice: NO_FILE, ...LATER } : rule
  const provider = { code: code || 'FAIL', ...(message && { message }) }
  return fail(failure, `QQ Wallet answered statement with ${provider.code}: ${advice}`, { retry, provider })
}

const NO_FILE =
  'it gave no file; read its words beside this. Files come after 10:00 of the next day and are kept for three months'

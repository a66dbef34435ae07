import { type Download, type EmptyDay, type Exchange, type Failure, type Moment, type StatementQuery, send } from '@tpkit/core'
import { fail, isTPError, tpError } from '@tpkit/core/errors'
import { type Fields, readJson } from '@tpkit/wire'
import type { Account } from './account.ts'
import { type Opened, open } from './answer.ts'
import { ruleFor, spelled, UNLISTED } from './codes.ts'
import { BACKUP_ORIGIN, ORIGIN, withQuery } from './endpoints.ts'
import { billType, fundAccount } from './extra.ts'
import { answers, refusedRead } from './finding.ts'
import { fundReader } from './fund-statement.ts'
import { demand } from './reading.ts'
import { type Draft, signedRequest } from './request.ts'
import { tradeReader } from './trade-statement.ts'

/**
 * 账单. Asks for the day's bill, which answers with an address and a digest, both signed; then says how to fetch and read the file,
 * which nobody signs. Core has held the day against the manifest.
 */
export function* bill(query: StatementQuery, account: Account, at: Moment): Exchange<Download | EmptyDay> {
  const answer: Opened = yield* open(yield* send(yield* signedRequest(applied(query, account), account, at)))
  if (answer.kind === 'refusal') {
    if (answers('empty', 'statement', answer)) return { kind: 'empty' }
    throw refusedRead('statement', answer)
  }
  const { fields } = answer
  return {
    kind: 'download',
    request: yield* signedRequest({ method: 'GET', path: pathOf(demand(fields, 'download_url')), effect: 'read' }, account, at),
    refuse: refusalIn,
    packed: account.doubts.billPacking,
    charset: 'utf-8',
    digest: digestIn(fields),
    reader: query.kind === 'trade' ? tradeReader(account) : fundReader(),
  }
}

function applied({ day, kind, extra }: StatementQuery, { subMchId, doubts }: Account): Draft {
  const tar_type = doubts.billPacking === 'gzip' ? 'GZIP' : undefined
  const path =
    kind === 'trade'
      ? withQuery('/v3/bill/tradebill', { bill_date: day, bill_type: billType(extra?.wechatpay), tar_type, sub_mchid: subMchId })
      : withQuery('/v3/bill/fundflowbill', { bill_date: day, account_type: fundAccount(extra?.wechatpay), tar_type })
  return { method: 'GET', path, effect: 'read' }
}

/** The address is the wallet's, path and query exactly as they stand: they are signed. */
function pathOf(url: string): string {
  const origin = [ORIGIN, BACKUP_ORIGIN].find((known) => url.startsWith(`${known}/`))
  if (origin !== undefined && !/[\s#]/.test(url)) return url.slice(origin.length)
  const expected = `expected an address of ${ORIGIN}, found ${JSON.stringify(url.slice(0, 60))}`
  throw tpError('MALFORMED', `download_url: ${expected}; the file is not fetched from elsewhere`)
}

function digestIn(fields: Fields): NonNullable<Download['digest']> {
  const [type, hex] = [demand(fields, 'hash_type'), demand(fields, 'hash_value').toLowerCase()]
  if (type === 'SHA1' && /^[0-9a-f]{40}$/.test(hex)) return { algorithm: 'sha1', hex }
  throw tpError(
    'MALFORMED',
    `hash_value: expected a SHA1 of 40 hex digits, found ${JSON.stringify(type.slice(0, 20))} and another form`,
  )
}

/** A file begins with titles. What begins with "{" is an error of the wallet's, what begins with "<" a page of something on the way. */
function refusalIn(head: Uint8Array): Failure | undefined {
  const text = new TextDecoder().decode(head).trimStart()
  if (text.startsWith('<'))
    return fail('UNAVAILABLE', 'statement: expected a file, found a page that is not the wallet’s', { retry: 'later' })
  if (!text.startsWith('{')) return undefined
  const { code = '', message } = wordsIn(text)
  const rule = ruleFor('statement', spelled(code))
  const { failure, retry, advice } = rule === UNLISTED ? ({ ...UNLISTED, retry: 'later', advice: NO_FILE } as const) : rule
  const provider = { code: code.slice(0, 64) || 'NO_FILE', ...(message && { message: message.slice(0, 128) }) }
  return fail(failure, `WeChat Pay answered statement with ${provider.code}: ${advice}`, { retry, provider })
}

const NO_FILE = 'it gave no file; read its words beside this, and ask for the bill anew: its address lives five minutes'

function wordsIn(text: string): Fields {
  try {
    return readJson(text)
  } catch (error) {
    if (isTPError(error)) return {}
    throw error
  }
}

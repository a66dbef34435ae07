import type { Download, EmptyDay, Exchange, Failure, HttpRequest, Moment, StatementQuery } from '@tpkit/core'
import { fail, tpError } from '@tpkit/core/errors'
import type { Account } from './account.ts'
import { BILL_ORIGIN } from './endpoints.ts'
import { answers, refusedRead } from './finding.ts'
import { fundReader } from './fund-statement.ts'
import type { Ask } from './gateway.ts'
import { demand } from './reading.ts'
import { tradeReader } from './trade-statement.ts'

/**
 * 账单. Asks where the day's bill lies, which is signed; then says how to fetch and read the file, which nobody signs: a ZIP archive
 * of two files in GBK, the details and a summary. Core has held the day against the manifest.
 */
export function* bill({ day, kind }: StatementQuery, account: Account, ask: Ask, at: Moment): Exchange<Download | EmptyDay> {
  const content = { bill_type: kind === 'trade' ? 'trade' : 'signcustomer', bill_date: day }
  const opened = yield* ask({ method: 'alipay.data.dataservice.bill.downloadurl.query', content, effect: 'read' }, at)
  if (opened.kind === 'refusal') {
    if (answers('empty', 'statement', opened)) return { kind: 'empty' }
    throw refusedRead('statement', opened)
  }
  const { sellerId, payee } = account
  return {
    kind: 'download',
    request: fetching(demand(opened.fields, 'bill_download_url')),
    refuse: refusalIn,
    packed: 'zip',
    member: { charset: 'gbk', wanted: DETAILS[kind] },
    charset: 'gbk',
    reader: kind === 'trade' ? tradeReader({ sellerId, payee, day }) : fundReader({ sellerId, day }),
  }
}

/** The other file of the archive is the summary: …业务明细(汇总).csv. */
const DETAILS: Readonly<Record<StatementQuery['kind'], (name: string) => boolean>> = {
  trade: (name) => /业务明细\.csv$/i.test(name),
  fund: (name) => /账务明细\.csv$/i.test(name),
}

const ADDRESS = /^https?:\/\/dwbillcenter\.alipay\.com(\/[!-~]*)$/i

/**
 * The address carries a token that lives half a minute, so its path and query stay as they are. The gateway writes `http`; the file
 * is fetched over TLS, and from no other host: whoever could name one would make us call it.
 */
function fetching(url: string): HttpRequest {
  const path = ADDRESS.exec(url)?.[1]
  if (path !== undefined && !path.includes('#'))
    return { method: 'GET', url: `${BILL_ORIGIN}${path}`, headers: [], effect: 'read' }
  const expected = `expected an address of ${BILL_ORIGIN}, found ${JSON.stringify(url.slice(0, 60))}`
  throw tpError('MALFORMED', `bill_download_url: ${expected}; the file is not fetched from elsewhere`)
}

/** A bill begins with comments. Whatever else comes in its place, packed or not, is no bill. */
function refusalIn(head: Uint8Array): Failure | undefined {
  if (head[0] === HASH) return undefined
  const found = head.byteLength === 0 ? 'nothing' : 'something else'
  const todo = 'ask for the bill anew: its address lives 30 seconds'
  return fail('UNAVAILABLE', `statement: expected a bill that begins with "#", found ${found}; ${todo}`, { retry: 'later' })
}

const HASH = 0x23

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Instant } from '@tpkit/core'
import { belongsTo } from '../books/order-book.ts'
import { type NoStatement, type StatementDay, statementDay } from '../books/statement-day.ts'
import { type Call, type Reply, text } from './call.ts'
import { Refusal } from './errors.ts'
import { fundBill } from './fund-bill.ts'
import { missing, parties } from './parties.ts'
import type { State } from './state.ts'
import { tradeBill } from './trade-bill.ts'

const ADDRESS_LIFE_MS = 5 * 60_000

/** 申请交易账单, 申请资金账单: an address and a digest over the file as it is unpacked. */
export function applyBill(kind: 'trade' | 'fund'): (state: State, call: Call, now: Instant) => Reply {
  return (state, call, now) => {
    const day = dayAsked(call, now)
    const { subMchId } = parties(call, 'sub')
    const orders = [...state.orders.values()].filter((order) => belongsTo(order, call.merchant.mchId, subMchId))
    const plain = kind === 'trade' ? tradeBill(state, orders, day, billType(call)) : fundBill(state, orders, day, account(call))
    if (plain === undefined) throw new Refusal('NO_STATEMENT_EXIST')
    const bytes = new TextEncoder().encode(`\ufeff${plain}`)
    const isPacked = text(call, 'tar_type') === 'GZIP'
    forgetOld(state, now)
    const token = state.numbers.nonce()
    state.bills.set(token, { mchId: call.merchant.mchId, body: isPacked ? gzipSync(bytes) : bytes, until: now + ADDRESS_LIFE_MS })
    const hash_value = createHash('sha1').update(bytes).digest('hex')
    const address = `${state.settings.downloadOrigin}/v3/billdownload/file?token=${token}${isPacked ? '&tartype=gzip' : ''}`
    return { status: 200, body: { hash_type: 'SHA1', hash_value, download_url: address } }
  }
}

function forgetOld({ bills }: State, now: Instant): void {
  for (const [token, { until }] of bills) if (until <= now) bills.delete(token)
}

/** 下载账单: the file, with the same proof as any call. */
export function billFile(state: State, call: Call, now: Instant): Uint8Array {
  const bill = state.bills.get(call.query.get('token') ?? '')
  if (!bill || bill.mchId !== call.merchant.mchId || now >= bill.until)
    throw new Refusal('INVALID_REQUEST', '账单下载链接无效或已过期')
  return bill.body
}

const REFUSALS: Readonly<Record<NoStatement, () => Refusal>> = {
  future: () => new Refusal('PARAM_ERROR', 'bill_date 不能是未来的日期'),
  'not-ready': () => new Refusal('STATEMENT_CREATING'),
  'too-old': () => new Refusal('INVALID_REQUEST', '只提供最近三个月的账单'),
}

function dayAsked(call: Call, now: Instant): StatementDay {
  const date = text(call, 'bill_date') ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw missing('bill_date')
  const day = statementDay(date.replaceAll('-', ''), now)
  if (typeof day === 'string') throw REFUSALS[day]()
  return day
}

function billType(call: Call): 'ALL' | 'SUCCESS' | 'REFUND' {
  const type = text(call, 'bill_type') ?? 'ALL'
  if (type === 'ALL' || type === 'SUCCESS' || type === 'REFUND') return type
  throw new Refusal('PARAM_ERROR', 'bill_type 不正确')
}

function account(call: Call): string {
  const found = text(call, 'account_type') ?? 'BASIC'
  if (['BASIC', 'OPERATION', 'FEES'].includes(found)) return found
  throw new Refusal('PARAM_ERROR', 'account_type 不正确')
}

import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { gbk } from '../books/gbk.ts'
import type { BillOf } from './bill-file.ts'
import { allLines, billLines } from './bill-lines.ts'
import { type BillPeriod, billPeriod, type NoBill } from './bill-period.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { fundBill, fundSummary } from './fund-bill.ts'
import { tradeOf } from './lookup.ts'
import { type Origin, text } from './origin.ts'
import type { State } from './state.ts'
import { tradeBill, tradeSummary } from './trade-bill.ts'
import { type ZipEntry, zip } from './zip.ts'

/** 30 秒: the address is for whoever asked, at once. */
const ADDRESS_LIFE_MS = 30_000

/** What each kind of bill is called. */
const KINDS = {
  trade: { bizType: 'trade', name: '业务明细' },
  signcustomer: { bizType: 'fnd', name: '账务明细' },
} as const
type Kind = keyof typeof KINDS

/** 查询对账单下载地址 (alipay.data.dataservice.bill.downloadurl.query). */
export function applyBill(state: State, call: Call, now: Instant): Reply {
  const kind = kindAsked(call)
  const period = periodAsked(state, call, now)
  const { mchId } = call.payee.party
  const { entries, isEmpty } = billFiles(state, mchId, kind, period)
  forgetOld(state, now)
  const token = state.numbers.nonce()
  state.bills.set(token, { mchId, body: zip(entries, period.madeAt), until: now + ADDRESS_LIFE_MS })
  const bill_download_url = state.settings.downloadOrigin + addressOf(mchId, kind, period, token, now)
  return { fields: { bill_download_url, ...(isEmpty && { bill_file_code: 'EMPTY_DATA_WITH_BILL_FILE' }) } }
}

function kindAsked(call: Origin): Kind {
  const type = text(call, 'bill_type')
  if (type === undefined) throw new Refusal('INVAILID_ARGUMENTS', '入参不合法：bill_type不能为空')
  if (type === 'trade' || type === 'signcustomer') return type
  throw new Refusal('TYPE_NOT_SUPPORTED')
}

const REFUSALS: Readonly<Record<NoBill, () => Refusal>> = {
  malformed: () => new Refusal('INVAILID_ARGUMENTS', '入参不合法：bill_date应为yyyy-MM-dd或yyyy-MM'),
  'not-over': () => new Refusal('INVAILID_ARGUMENTS', '入参不合法：bill_date不能是当日、当月或未来的日期'),
  'not-ready': () => new Refusal('BILL_NOT_EXIST'),
  unregistered: () => new Refusal('BILL_DATE_BEFORE_REGISTRATION'),
  'too-old': () => new Refusal('INVAILID_ARGUMENTS', '入参不合法：bill_date超出账单保留的时间范围'),
}

function periodAsked({ settings }: State, call: Origin, now: Instant): BillPeriod {
  const period = billPeriod(text(call, 'bill_date') ?? '', now, settings)
  if (typeof period === 'string') throw REFUSALS[period]()
  return period
}

interface Files {
  readonly entries: readonly ZipEntry[]
  readonly isEmpty: boolean
}

/** Both tables. Throws a `Refusal` where nothing happened, unless the wallet has files for that, too. */
function billFiles(state: State, mchId: string, kind: Kind, period: BillPeriod): Files {
  const { settings } = state
  const orders = [...state.orders.values()].filter(({ merchant }) => merchant.mchId === mchId)
  const lines = billLines(orders, period, settings)
  if (lines.length === 0 && settings.emptyBillAs !== 'file') throw new Refusal(settings.emptyBillAs)
  const of: BillOf = { account: accountOf(mchId), period, said: (order, name) => text(tradeOf(state, order).origin, name) ?? '' }
  const name = `${of.account}_${period.name}_${KINDS[kind].name}`
  const all = kind === 'trade' ? lines : allLines(orders, period.madeAt, settings)
  const [detail, summary] = kind === 'trade' ? [tradeBill, tradeSummary] : [fundBill, fundSummary]
  const entries = [
    { name: gbk(`${name}.csv`), content: gbk(detail(all, of)) },
    { name: gbk(`${name}(汇总).csv`), content: gbk(summary(all, of)) },
  ]
  return { entries, isEmpty: lines.length === 0 }
}

/** 0156: what account of the merchant's it is. */
function accountOf(mchId: string): string {
  return `${mchId}0156`
}

function addressOf(mchId: string, kind: Kind, period: BillPeriod, token: string, now: Instant): string {
  const { bizType } = KINDS[kind]
  const account = accountOf(mchId)
  const query = new URLSearchParams({
    bizType,
    userId: account,
    fileType: 'csv.zip',
    bizDates: period.name,
    downloadFileName: `${account}_${period.name}.csv.zip`,
    fileId: `/${bizType}/${account}/${period.name}.csv.zip`,
    timestamp: String(now),
    token,
  })
  return `/downloadBillFile.resource?${query}`
}

function forgetOld({ bills }: State, now: Instant): void {
  for (const [token, { until }] of bills) if (until <= now) bills.delete(token)
}

/** 下载账单: a plain GET, without any proof but the address itself; a page for people where that is none or too old. */
export function billFile(state: State, { method, path }: Pick<WalletRequest, 'method' | 'path'>, now: Instant): WalletAnswer {
  const query = new URLSearchParams(path.replace(/^[^?]*/, ''))
  const bill = method === 'GET' ? state.bills.get(query.get('token') ?? '') : undefined
  if (!bill || now >= bill.until) return expired()
  return { status: 200, headers: [['Content-Type', 'application/octet-stream']], body: bill.body }
}

function expired(): WalletAnswer {
  const page = '<!DOCTYPE html><html><head><title>支付宝</title></head><body>下载链接无效或已过期，请重新获取。</body></html>'
  return { status: 200, headers: [['Content-Type', 'text/html;charset=GBK']], body: gbk(page) }
}

import { z } from '@hono/zod-openapi'
import type { DifferenceRow, StatementDayRow } from '@tpkit/cashier'
import type { Cursors } from '../lists/cursor.ts'
import type { GatewayParts } from '../parts.ts'
import { PAGING, pageOf } from '../schemas/list.ts'
import { NewReconciliation, ReconciledDay, ReconciledDayWithDifferences, Reconciliation } from '../schemas/reconciliation.ts'
import { configName, dayText, named, said } from '../schemas/said.ts'
import { asked, paged } from './listing.ts'
import { missing } from './missing.ts'
import { dayJson, differenceJson, runJson } from './reconciliation-json.ts'
import { type ApiRoute, route } from './route.ts'

const account = () => said(configName(), 'Name of an account of the configuration.', '配置中的账户名。', 'qq-main')
const day = (en: string, zh: string) => said(dayText(), en, zh, '2026-11-26')

const Days = named(pageOf(ReconciledDay), 'ReconciledDays', 'A page of days.', '一页对账日。')

const DaysQuery = z.strictObject({
  account: account().optional(),
  fromDay: day('This day or a later one, Beijing time.', '不早于此日（北京时间）。').optional(),
  untilDay: day('This day or an earlier one, Beijing time.', '不晚于此日（北京时间）。').optional(),
  ...PAGING,
})

const DayQuery = z.strictObject({
  open: said(
    z.enum(['true', 'false']),
    'Only differences that stand open, or only resolved ones.',
    '仅未了结（true）或仅已了结（false）的差异。',
  ).optional(),
  ...PAGING,
})

export function reconciliationRoutes(parts: GatewayParts, cursors: Cursors): readonly ApiRoute[] {
  return [listRoute(parts, cursors), runRoute(parts), getRoute(parts, cursors)]
}

/** The caller's accounts, by the configuration as it is now. */
function accountsOf({ shopfront }: GatewayParts, merchant: string): readonly string[] {
  return shopfront.accounts().flatMap((one) => (one.merchant === merchant ? [one.name] : []))
}

function listRoute(parts: GatewayParts, cursors: Cursors): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/reconciliations',
      name: 'listReconciliations',
      tag: 'reconciliations',
      words: { en: 'List days that were reconciled, the newest first', zh: '对账日列表（按日期倒序）' },
      scope: 'reconciliations:read',
      query: DaysQuery,
      answers: { 200: { words: { en: 'A page', zh: '一页' }, schema: Days } },
      problems: ['CURSOR'],
    },
    async ({ merchant, query }) => {
      const { limit, after, of } = asked(cursors, 'reconciliations', merchant, query)
      const { account: wanted, fromDay = '', untilDay = '9999-12-31' } = query
      const accounts = accountsOf(parts, merchant).filter((name) => wanted === undefined || name === wanted)
      const read = await Promise.all(accounts.map((name) => parts.books.read.statementDays(name)))
      const days = read.flat().filter((row) => row.day >= fromDay && row.day <= untilDay)
      return paged(pageOfDays(days, after, limit), dayJson, cursors, of)
    },
  )
}

/** Days are few: an account has one each day. */
function pageOfDays(days: readonly StatementDayRow[], after: string | undefined, limit: number) {
  const place = (row: StatementDayRow): string => `${row.day} ${row.account}`
  const sorted = days
    .toSorted((a, b) => (place(a) < place(b) ? 1 : -1))
    .filter((row) => after === undefined || place(row) < after)
  const rows = sorted.slice(0, limit)
  const last = rows.at(-1)
  return { rows, ...(sorted.length > limit && last && { next: place(last) }) }
}

function runRoute(parts: GatewayParts): ApiRoute {
  return route(
    {
      method: 'POST',
      path: '/v1/reconciliations',
      name: 'reconcile',
      tag: 'reconciliations',
      words: { en: 'Hold a day against the wallet’s statement', zh: '对账' },
      more: {
        en: 'Books what a line proves, and opens a difference for the rest. Repeating it changes nothing. Statements come on the next morning.',
        zh: '据对账单补记可确认的款项，其余列为差异；重复执行无副作用。对账单于次日上午生成。',
      },
      scope: 'reconciliations:write',
      body: NewReconciliation,
      answers: { 200: { words: { en: 'What became of it', zh: '对账结果' }, schema: Reconciliation } },
      problems: ['NOT_FOUND', 'UNSUPPORTED', 'UNAUTHORIZED'],
      idempotency: 'memory',
    },
    async ({ merchant, body }) => {
      if (!accountsOf(parts, merchant).includes(body.account)) throw missing('account', '/account')
      return { status: 200, body: runJson(await parts.cashier.reconcile(body.account, body.day)) }
    },
  )
}

function getRoute(parts: GatewayParts, cursors: Cursors): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/reconciliations/{account}/{day}',
      name: 'getReconciliation',
      tag: 'reconciliations',
      words: { en: 'Read a day with its differences', zh: '查询某日对账及差异' },
      scope: 'reconciliations:read',
      params: z.object({ account: account(), day: day('Calendar day, Beijing time.', '自然日（北京时间）。') }),
      query: DayQuery,
      answers: { 200: { words: { en: 'As it stands', zh: '当前状态' }, schema: ReconciledDayWithDifferences } },
      problems: ['NOT_FOUND', 'CURSOR'],
    },
    async ({ merchant, params, query }) => {
      const { account: name = '', day: wanted = '' } = params
      const own = accountsOf(parts, merchant).includes(name)
      const found = own ? (await parts.books.read.statementDays(name)).find((row) => row.day === wanted) : undefined
      if (!found) throw missing('reconciliation')
      const { limit, after, of } = asked(cursors, `reconciliations/${name}/${wanted}`, merchant, query)
      const open = query.open === undefined ? {} : { open: query.open === 'true' }
      const all = await parts.books.read.differences({ account: name, day: wanted, ...open })
      const { rows, next } = pageOfDifferences(all, after, limit)
      const sealed = next === undefined ? {} : { next: cursors.seal(next, of) }
      return { status: 200, body: { ...dayJson(found), differences: rows.map(differenceJson), ...sealed } }
    },
  )
}

/** In the order of their ids, which say nothing of time. */
function pageOfDifferences(all: readonly DifferenceRow[], after: string | undefined, limit: number) {
  const rest = all.filter(({ id }) => after === undefined || id > after)
  const rows = rest.slice(0, limit)
  const last = rows.at(-1)
  return { rows, ...(rest.length > limit && last && { next: last.id }) }
}

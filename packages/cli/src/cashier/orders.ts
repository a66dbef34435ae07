import { showMoney } from 'tpkit'
import type { OrderFilter, OrderStatus, OrderView, RunningCashier } from 'tpkit/cashier'
import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { alignRows } from '../desk/table.ts'
import { localTime } from '../desk/time.ts'
import { orderJson } from './json.ts'
import { merchantArgs } from './kept-order.ts'
import { withCashier } from './open.ts'
import { KEPT } from './words.ts'

export interface OrdersFlags extends Common {
  readonly config: string
  readonly status?: OrderStatus
  readonly method?: string
  readonly account?: string
  readonly merchant?: string
  readonly text?: string
  readonly unknown?: true
  readonly from?: number
  readonly until?: number
  readonly limit: number
  readonly after?: string
}

/** Lists orders of the ledger, the newest first. */
export function runOrders(desk: Desk, flags: OrdersFlags): Promise<ExitCode> {
  return withCashier(desk, flags.config, async (cashier) => listed(desk, cashier, flags))
}

async function listed(desk: Desk, cashier: RunningCashier, flags: OrdersFlags): Promise<ExitCode> {
  const words = KEPT[desk.lang]
  const { rows, next } = await cashier.list(filterOf(flags))
  const steps = next === undefined ? [] : [older(desk, flags, next)]
  desk.answer({ orders: rows.map(orderJson), after: next, next: steps.map(({ line }) => line) })
  if (rows.length === 0) desk.say(words.noOrders)
  else for (const row of alignRows([words.head, ...rows.map((order) => rowOf(desk, order))])) desk.say(row)
  tellSteps(desk, [...steps, ...lookAt(desk, rows[0], flags)])
  return EXIT.done
}

function filterOf({ status, method, account, merchant, text, unknown, from, until, limit, after }: OrdersFlags): OrderFilter {
  return {
    limit,
    ...(status !== undefined && { status }),
    ...(method !== undefined && { method }),
    ...(account !== undefined && { account }),
    ...(merchant !== undefined && { merchant }),
    ...(text !== undefined && { text }),
    ...(unknown && { unknown }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(after !== undefined && { after }),
  }
}

function rowOf(desk: Desk, order: OrderView): readonly string[] {
  const words = KEPT[desk.lang]
  const isUnknown = [...order.attempts, ...order.refunds].some(({ unknown }) => unknown)
  const { orderNo, status, total, method, account = '–', createdAt } = order
  return [orderNo, words.order[status], showMoney(total), method, account, localTime(createdAt), isUnknown ? words.notKnown : '']
}

function lookAt(desk: Desk, order: OrderView | undefined, { config }: OrdersFlags): readonly NextStep[] {
  if (!order) return []
  const line = commandLine(desk.terminal, 'order', order.orderNo, ...merchantArgs(order.merchant), ...configArgs(config))
  return [{ what: KEPT[desk.lang].step.look, line }]
}

/** The same question, behind the last row. */
function older(desk: Desk, flags: OrdersFlags, after: string): NextStep {
  const { status, method, account, merchant, text, unknown, from, until, limit, config } = flags
  const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())
  const said = { status, method, account, merchant, text, from: iso(from), until: iso(until), limit: String(limit), after }
  const args = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  const line = commandLine(desk.terminal, 'orders', ...args, ...(unknown ? ['--unknown'] : []), ...configArgs(config))
  return { what: KEPT[desk.lang].step.older, line }
}

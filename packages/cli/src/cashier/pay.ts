import { moneyToJson, showMoney } from 'tpkit'
import type { OrderView, PayOrder, RunningCashier } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import { onlyOne } from '../desk/open-tpkit.ts'
import { tellSteps } from '../desk/steps.ts'
import { localTime } from '../desk/time.ts'
import { commandOf, type PayFlags } from '../pay/plan.ts'
import { showPrompt } from '../pay/prompt.ts'
import { tellSandbox } from '../pay/sandbox-hint.ts'
import { WORDS } from '../pay/words.ts'
import { sandboxOfAccount } from '../sandbox/meant.ts'
import { orderJson } from './json.ts'
import { type KeptOrder, keptLine } from './kept-order.ts'
import { refuseKnown } from './open.ts'
import { exitOf, showOrder, stepsOf, tellFailed } from './tell.ts'
import { KEPT } from './words.ts'

/** One payment over the ledger, on its way. */
interface Sale {
  readonly desk: Desk
  readonly cashier: RunningCashier
  readonly flags: PayFlags
  readonly order: PayOrder
  readonly kept: KeptOrder
  readonly signal: AbortSignal
}

/** Takes one payment that the ledger keeps, and follows it until it is final. */
export function runKeptPay(desk: Desk, cashier: RunningCashier, flags: PayFlags): Promise<ExitCode> {
  const { account, startedAt, afterUnknown } = flags
  refuseKnown({ '--account': account, '--started-at': startedAt, '--after-unknown': afterUnknown })
  return interruptible(desk.terminal, async (signal) => {
    const sale = saleOf(desk, cashier, flags, signal)
    try {
      return await taken(sale)
    } catch (error) {
      if (!signal.aborted) throw error
      return interrupted(sale)
    }
  })
}

function saleOf(desk: Desk, cashier: RunningCashier, flags: PayFlags, signal: AbortSignal): Sale {
  const { tpkit } = cashier
  const method = tpkit.method(flags.method ?? onlyOne('--method', tpkit.methods))
  const { outTradeNo: orderNo, ...command } = commandOf(desk, flags, desk.terminal.nowMs())
  const order = { ...command, orderNo, method: method.name } as PayOrder // the same scene's fields, under the order's own number
  return { desk, cashier, flags, order, kept: { orderNo, merchant: method.merchant, config: flags.config }, signal }
}

async function taken(sale: Sale): Promise<ExitCode> {
  const { desk, cashier, order, signal } = sale
  const { orderNo, method, scene, total } = order
  // Before anything is sent: whoever loses the connection now still has the number.
  desk.say(KEPT[desk.lang].title(orderNo, showMoney(total), order.subject))
  desk.answer({ event: 'sending', orderNo, method, scene, total: moneyToJson(total) })
  const answer = await cashier.pay(order, { signal })
  if (answer.kind !== 'done') return failed(sale, answer)
  const { value } = answer
  if (value.prompt) showPrompt(desk, value.prompt, isAtSandbox(sale, value))
  if (value.prompt && value.account !== undefined) hintAtSandbox(sale, value)
  return value.status === 'open' && sale.flags.wait ? followed(sale, value) : ended(sale, value)
}

function failed({ desk, kept }: Sale, answer: Parameters<typeof tellFailed>[1]): ExitCode {
  const ask = { what: KEPT[desk.lang].step.ask, line: keptLine(desk, 'query', kept) }
  return tellFailed(desk, answer, answer.kind === 'unknown' ? [ask] : [], { event: 'final', orderNo: kept.orderNo })
}

function isAtSandbox({ cashier: { tpkit } }: Sale, { account }: OrderView): boolean {
  return account !== undefined && sandboxOfAccount(tpkit, account) !== undefined
}

function hintAtSandbox({ desk, cashier: { tpkit }, flags }: Sale, { account = '', attempts }: OrderView): void {
  const outTradeNo = attempts.at(-1)?.outTradeNo
  if (outTradeNo !== undefined) tellSandbox(desk, tpkit, { account, outTradeNo, scene: flags.scene, config: flags.config })
}

/** Asks no oftener than the wallet's manifest allows, until nothing of it is open, or nobody can pay any more. */
async function followed(sale: Sale, first: OrderView): Promise<ExitCode> {
  const { desk, cashier, kept, signal } = sale
  const words = WORDS[desk.lang]
  const untilMs = first.prompt?.expiresAt ?? first.expiresAt
  desk.say(words.until(localTime(untilMs)))
  const pausesMs = pausesOf(sale, first)
  let seen = first
  for (let asked = 1; seen.status === 'open'; asked += 1) {
    const pauseMs = pausesMs[Math.min(asked, pausesMs.length) - 1] ?? 1000
    const isLast = desk.terminal.nowMs() >= untilMs
    if (isLast) break
    await desk.terminal.sleep(Math.max(pausesMs[0] ?? 0, Math.min(pauseMs, untilMs - desk.terminal.nowMs())), signal)
    seen = (await cashier.ask(kept)) ?? seen
    desk.progress(words.asked(KEPT[desk.lang].order[seen.status], asked))
    desk.answer({ event: 'status', status: seen.status, asked })
  }
  return ended(sale, seen)
}

function pausesOf({ cashier: { tpkit }, order }: Sale, { account }: OrderView): readonly number[] {
  if (account === undefined) return [1000]
  const { followUpMs, micropay } = tpkit.account(account).manifest.timing
  return order.scene === 'micropay' && micropay ? [micropay.pollMs] : followUpMs
}

function ended({ desk, flags }: Sale, order: OrderView): ExitCode {
  const steps = stepsOf(desk, order, flags.config)
  showOrder(desk, order)
  desk.answer({ event: 'final', outcome: order.status, order: orderJson(order), next: steps.map(({ line }) => line) })
  tellSteps(desk, steps)
  // Whoever did not want to wait has what they wanted.
  return order.status === 'open' && !flags.wait ? EXIT.done : exitOf(order)
}

function interrupted({ desk, kept }: Sale): ExitCode {
  const words = KEPT[desk.lang]
  const steps = [
    { what: words.step.ask, line: keptLine(desk, 'query', kept) },
    { what: words.step.close, line: keptLine(desk, 'close', kept) },
  ]
  desk.say(WORDS[desk.lang].interrupted(kept.orderNo))
  desk.answer({ event: 'final', outcome: 'interrupted', orderNo: kept.orderNo, next: steps.map(({ line }) => line) })
  tellSteps(desk, steps)
  return EXIT.interrupted
}

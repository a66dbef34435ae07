import { moneyToJson, type Outcome, type PayReply, showMoney, type Tpkit } from 'tpkit'
import { whereLedger } from '../cashier/open.ts'
import { runKeptPay } from '../cashier/pay.ts'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import { messageOf } from '../desk/message.ts'
import { localTime } from '../desk/time.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { isoTime } from '../order/json.ts'
import { written } from '../order/written.ts'
import { endedBy, leftOpen, notFollowed, refusedBy, stopped, unknownAfter } from './ending.ts'
import { follow, type Seen } from './follow.ts'
import { type PayFlags, planPay } from './plan.ts'
import { showPrompt } from './prompt.ts'
import { sandboxHint } from './sandbox-hint.ts'
import { type Till, tillOf } from './till.ts'

/** Takes one payment and follows it until it is final. */
export function runPay(desk: Desk, flags: PayFlags): Promise<ExitCode> {
  return whereLedger(desk, flags.config, {
    kept: (cashier) => runKeptPay(desk, cashier, flags),
    plain: (tpkit) => paidAt(desk, tpkit, flags),
  })
}

function paidAt(desk: Desk, tpkit: Tpkit, flags: PayFlags): Promise<ExitCode> {
  return interruptible(desk.terminal, async (signal) => {
    const till = tillOf(desk, flags, planPay(desk, tpkit, flags), signal)
    try {
      return await taken(till)
    } catch (error) {
      if (signal.aborted) return stopped(till)
      throw error
    }
  })
}

async function taken(till: Till): Promise<ExitCode> {
  announce(till)
  const outcome = await sent(till)
  if (outcome.kind === 'refused') return refusedBy(till, outcome.failure)
  if (outcome.kind === 'unknown') return unknownAfter(till, outcome.failure)
  return followed(till, outcome.value)
}

/** Before anything is sent: whoever loses the connection now still has the number. */
function announce({ desk, words, plan, order }: Till): void {
  const { outTradeNo, total, account } = order
  const sentAt = isoTime(plan.sentAt)
  const { method, command } = plan
  desk.say(words.order(outTradeNo, showMoney(total), account))
  desk.answer({ event: 'sending', outTradeNo, account, method, scene: command.scene, total: moneyToJson(total), sentAt })
}

function sent({ plan, flags, signal, words }: Till): Promise<Outcome<PayReply>> {
  const { command } = plan
  const { outTradeNo } = command
  const pay = () => plan.pay(command, { signal, ...(flags.afterUnknown && { afterUnknown: true }) })
  return written({ outTradeNo }, pay, words.unsent(outTradeNo))
}

async function followed(till: Till, { prompt, fact }: PayReply): Promise<ExitCode> {
  if (fact && fact.status !== 'pending') return endedBy(till, fact)
  if (prompt) showPrompt(till.desk, prompt, till.plan.sandbox !== undefined)
  tellSandbox(till)
  if (!till.flags.wait) return notFollowed(till)
  const untilMs = prompt?.expiresAt ?? lastMoment(till)
  till.desk.say(till.words.until(localTime(untilMs)))
  const { plan, order, signal } = till
  const ask = () => plan.account.query(order, { signal })
  const seen = await follow({
    terminal: till.desk.terminal,
    ask,
    pausesMs: pausesOf(till),
    untilMs,
    signal,
    told: watcher(till),
  })
  return seen.kind === 'payment' && seen.status !== 'pending' ? endedBy(till, seen) : leftOpen(till, seen)
}

function tellSandbox({ desk, plan, order: { outTradeNo } }: Till): void {
  const { sandbox, steering = [], account, command } = plan
  if (sandbox === undefined) return
  desk.say(sandboxHint(desk, { sandbox, steering, outTradeNo, scene: command.scene, manifest: account.manifest }))
}

/** Where neither we nor the wallet said when it ends: the life of a prompt in the manifest. */
function lastMoment({ plan: { command, account, sentAt } }: Till): number {
  const { promptLifeMs, micropay } = account.manifest.timing
  if (command.scene === 'micropay' && micropay) return sentAt + micropay.giveUpMs
  return command.expiresAt ?? sentAt + (promptLifeMs[command.scene] ?? USUAL_LIFE_MS)
}

const USUAL_LIFE_MS = 30 * 60_000

function pausesOf({ plan: { command, account } }: Till): readonly number[] {
  const { followUpMs, micropay } = account.manifest.timing
  return command.scene === 'micropay' && micropay ? [micropay.pollMs] : followUpMs
}

/** A person who watches sees one living line; elsewhere a line stands for each change. */
function watcher({ desk, words }: Till): (seen: Seen, asked: number) => void {
  let last = ''
  return (seen, asked) => {
    const status = seen.kind === 'payment' ? seen.status : seen.kind
    const message = seen.kind === 'unread' ? messageOf(seen.error) : undefined
    const said = message === undefined ? undefined : spoken(desk.lang, message)
    const shown = [words.seen[status], said].filter((text) => text !== undefined).join(words.colon)
    desk.progress(words.asked(shown, asked))
    desk.answer({ event: 'status', status, asked, message })
    if (shown !== last && !desk.terminal.stderr.isTTY) desk.say(shown)
    last = shown
  }
}

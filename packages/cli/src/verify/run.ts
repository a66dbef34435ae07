import { buffer } from 'node:stream/consumers'
import { tpError } from '@tpkit/core'
import { type AccountHandle, type Binding, bind, cny, type Fact, type Received, type Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { readGiven } from '../desk/files.ts'
import { accountOf, withTpkit } from '../desk/open-tpkit.ts'
import { visible } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { factJson } from '../order/json.ts'
import { type Judgement, judge } from './judge.ts'
import { tellJudgement } from './lines.ts'
import { type Pasted, readPasted, withoutLastLineEnd } from './pasted.ts'
import { WORDS } from './words.ts'

export interface VerifyOptions {
  readonly config: string
  readonly account?: string
  readonly body: string
  readonly header?: readonly string[]
  readonly query: string
  readonly outTradeNo?: string
  readonly total?: string
  readonly outRefundNo?: string
  readonly amount?: string
}

/** Says whether a pasted notify is genuine, and if not, why. Sends nothing. */
export function runVerify(desk: Desk, options: VerifyOptions): Promise<ExitCode> {
  checkOrder(desk, options)
  return withTpkit(desk, options.config, async (tpkit) => {
    const pasted = readPasted(await bodyOf(desk, options.body), options.header ?? [], options.query)
    const account = accountFor(tpkit, options.account, pasted)
    const { judgement, trimmed } = await judged(account, pasted.received)
    const binding = judgement.notice && bound(account, judgement.notice.facts, options)
    desk.answer(plain(account.name, judgement, binding))
    tellJudgement(desk, judgement)
    if (trimmed) desk.say(`\n${WORDS[desk.lang].lineEnd}`)
    return end(desk, judgement, binding)
  })
}

function checkOrder(desk: Desk, { outTradeNo, total, outRefundNo, amount }: VerifyOptions): void {
  const isPayment = outTradeNo !== undefined && total !== undefined && outRefundNo === undefined && amount === undefined
  const isRefund = outTradeNo !== undefined && outRefundNo !== undefined && amount !== undefined
  const isNothing = [outTradeNo, total, outRefundNo, amount].every((one) => one === undefined)
  if (!isPayment && !isRefund && !isNothing) throw tpError('INVALID', WORDS[desk.lang].both)
}

async function bodyOf(desk: Desk, body: string): Promise<Uint8Array> {
  const words = WORDS[desk.lang]
  const { stdin } = desk.terminal
  if (body === '-' && stdin.isTTY) desk.say(words.paste)
  const bytes = body === '-' ? await buffer(stdin) : await readGiven(desk, '--body', body)
  if (bytes.toString().trim() === '') throw tpError('INVALID', words.empty)
  return bytes
}

/** The one that was named, else the one at the end of a pasted request's path, else the only one. */
function accountFor(tpkit: Tpkit, wanted: string | undefined, pasted: Pasted): AccountHandle {
  return accountOf(tpkit, wanted ?? tpkit.accounts.find((name) => name === pasted.account))
}

/** A signature over the raw body fails for a line end that only the paste has. */
async function judged(
  account: AccountHandle,
  received: Received,
): Promise<{ readonly judgement: Judgement; readonly trimmed: boolean }> {
  const judgement = await judge(account, received)
  const shorter = judgement.genuine ? undefined : withoutLastLineEnd(received)
  const second = shorter && (await judge(account, shorter))
  return second?.genuine ? { judgement: second, trimmed: true } : { judgement, trimmed: false }
}

/** Whether the facts are those of the order that was named; undefined where none was. */
function bound(account: AccountHandle, facts: readonly Fact[], options: VerifyOptions): Binding | 'none' | undefined {
  const { outTradeNo, total, outRefundNo, amount } = options
  if (outTradeNo === undefined) return undefined
  const { payee } = account
  for (const fact of facts) {
    if (fact.kind === 'payment' && total !== undefined) return bind({ payee, outTradeNo, total: cny.yuan(total) }, fact)
    if (fact.kind === 'refund' && outRefundNo !== undefined && amount !== undefined) {
      return bind({ payee, outTradeNo, outRefundNo, amount: cny.yuan(amount) }, fact)
    }
  }
  return 'none'
}

function plain(
  account: string,
  { genuine, notice, refusal, inspection }: Judgement,
  binding: Binding | 'none' | undefined,
): object {
  return {
    account,
    genuine,
    ...(refusal && { refusal: { code: refusal.code, message: refusal.message } }),
    ...(inspection && { inspection }),
    ...(notice && { notice: { id: notice.id, facts: notice.facts.map(factJson) } }),
    ...(binding !== undefined && { binding: binding === 'none' ? { kind: 'none' } : binding }),
  }
}

function end(desk: Desk, { genuine, refusal, inspection }: Judgement, binding: Binding | 'none' | undefined): ExitCode {
  const words = WORDS[desk.lang]
  if (!genuine || refusal) {
    const isMendable = (inspection?.causes.length ?? 0) > 0
    desk.next(isMendable ? words.next.mend : words.next.refuse)
    return genuine ? EXIT.done : EXIT.failed
  }
  if (binding === undefined) {
    desk.next(words.next.bind)
    return EXIT.done
  }
  const isOurs = binding !== 'none' && binding.kind === 'ours'
  const told =
    binding === 'none'
      ? words.noFact
      : binding.kind === 'ours'
        ? words.bound
        : words.foreign(visible(spoken(desk.lang, binding.message)))
  desk.say(`\n${isOurs ? desk.paint('green', '✓') : desk.paint('red', '✗')} ${told}`)
  desk.next(isOurs ? words.next.book : words.next.quarantine)
  return isOurs ? EXIT.done : EXIT.failed
}

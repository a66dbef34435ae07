import { tpError } from '@tpkit/core'
import type { Decision } from 'tpkit/cashier'
import type { Common } from '../desk/action.ts'
import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import type { Lang } from '../lang.ts'
import { withCashier } from './open.ts'
import { leftAlone } from './refund.ts'
import { tellFailed, tellOrder } from './tell.ts'

export interface DecideFlags extends Common {
  readonly config: string
  readonly who: string
  readonly why: string
  readonly yes?: true
}

/** What is decided, without who and why. */
export type Decided = Decision extends infer One ? (One extends Decision ? Omit<One, 'who' | 'why'> : never) : never

const WORDS: Readonly<Record<Lang, { readonly really: string; readonly resolved: string }>> = {
  en: {
    really: 'This stands in the books for good, under your name. Really?',
    resolved: 'Decided, and kept in the audit trail.',
  },
  zh: { really: '此决定将以您的名义永久记入账本。确定吗？', resolved: '已决定，并记入审计记录。' },
}

/** Writes an operator's decision into the books, with who and why. */
export function runDecide(desk: Desk, decided: Decided, { config, who, why, yes }: DecideFlags): Promise<ExitCode> {
  return withCashier(desk, config, async ({ decide }) => {
    const words = WORDS[desk.lang]
    const said = await confirmed(desk, yes, words.really)
    if (said !== 'yes') return leftAlone(desk, said)
    const answer = await decide({ ...decided, who, why } as Decision) // what was left out of it is there again
    if (answer.kind !== 'done') return tellFailed(desk, answer, [])
    desk.say(words.resolved)
    if (answer.value) tellOrder(desk, answer.value, config)
    else desk.answer({ decided: true })
    return EXIT.done
  })
}

/** An attempt that was paid has the number that the wallet's pages show. */
export function attemptVerdict(
  verdict: 'paid' | 'closed',
  transactionId: string | undefined,
): 'closed' | { readonly paid: { readonly transactionId: string } } {
  if (verdict === 'paid' && transactionId !== undefined) return { paid: { transactionId } }
  if (verdict === 'closed' && transactionId === undefined) return 'closed'
  throw tpError(
    'INVALID',
    verdict === 'paid'
      ? "--transaction-id: expected the wallet's number of the payment, as its pages show it, found none; look it up there"
      : '--transaction-id: expected none for what was never paid, found one; leave it out',
  )
}

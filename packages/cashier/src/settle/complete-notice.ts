import type { Fact, Notice, RefundFact } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { CashierWorld } from '../world.ts'
import { attemptOf } from './book-fact.ts'

/**
 * A refund that was made elsewhere, told without its amount: the wallet is asked for it before anything is booked. Rejects where it
 * cannot say yet, so that the notify comes again.
 */
export async function completed(world: CashierWorld, account: string, notice: Notice): Promise<Notice> {
  if (!notice.facts.some(lacksAmount)) return notice
  const facts: Fact[] = []
  for (const fact of notice.facts) facts.push(lacksAmount(fact) ? await complete(world, account, fact) : fact)
  return { ...notice, facts }
}

function lacksAmount(fact: Fact): fact is RefundFact {
  return fact.kind === 'refund' && fact.amount === undefined
}

async function complete({ books, wallets, guard }: CashierWorld, account: string, fact: RefundFact): Promise<RefundFact> {
  const { outTradeNo, outRefundNo } = fact
  const held = await books.read.order({ account, outTradeNo })
  const attempt = held && attemptOf(held, account, outTradeNo)
  // Our own is looked at by follow-up, which knows what was asked for.
  const isOurs = held?.refunds.some((one) => one.account === account && one.outRefundNo === outRefundNo)
  const wallet = wallets.account(account)
  if (!attempt || isOurs || !wallet.manifest.abilities.includes('queryRefund')) return fact
  const found = await guard.call(account, () => wallet.queryRefund({ outTradeNo, outRefundNo, total: attempt.total }))
  if (found.kind === 'refund') return found
  throw tpError(
    'UNAVAILABLE',
    `refund ${outRefundNo}: expected the wallet to know what it just told of, found that it does not yet`,
  )
}

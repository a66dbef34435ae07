import type { Fact, FailureCode, Notice, RefundFact } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { CashierWorld } from '../world.ts'
import { attemptOf } from './book-fact.ts'

/** A notify, and what of it can be booked now. */
export interface Completed {
  readonly notice: Notice
  readonly facts: readonly Fact[]
  /** Why a refund that it tells of is not among the facts: its wallet could not say yet how much it was. */
  readonly missing?: FailureCode
}

/** A refund that was made elsewhere, told without its amount: the wallet is asked for it before it is booked. */
export async function completed(world: CashierWorld, account: string, notice: Notice): Promise<Completed> {
  const facts: Fact[] = []
  let missing: FailureCode | undefined
  for (const fact of notice.facts) {
    const found = lacksAmount(fact) ? await complete(world, account, fact) : fact
    if (typeof found === 'string') missing = found
    else facts.push(found)
  }
  return { notice, facts, ...(missing !== undefined && { missing }) }
}

function lacksAmount(fact: Fact): fact is RefundFact {
  return fact.kind === 'refund' && fact.amount === undefined
}

async function complete(world: CashierWorld, account: string, fact: RefundFact): Promise<RefundFact | FailureCode> {
  const { books, wallets, guard } = world
  const { outTradeNo, outRefundNo } = fact
  const held = await books.read.order({ account, outTradeNo })
  const attempt = held && attemptOf(held, account, outTradeNo)
  // Our own is looked at by follow-up, which knows what was asked for.
  const isOurs = held?.refunds.some((one) => one.account === account && one.outRefundNo === outRefundNo)
  const wallet = wallets.account(account)
  if (!attempt || isOurs || !wallet.manifest.abilities.includes('queryRefund')) return fact
  try {
    const found = await guard.call(account, () => wallet.queryRefund({ outTradeNo, outRefundNo, total: attempt.total }))
    return found.kind === 'refund' ? found : 'NOT_FOUND'
  } catch (error) {
    if (isTPError(error)) return error.code
    throw error
  }
}

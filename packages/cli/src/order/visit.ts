import { tpError } from '@tpkit/core'
import type { AccountHandle } from 'tpkit'
import type { RunningCashier } from 'tpkit/cashier'
import { whereLedger } from '../cashier/open.ts'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { accountOf } from '../desk/open-tpkit.ts'
import { type KnownOrder, knownOrder } from './known.ts'
import type { OrderFlags } from './options.ts'
import { type OrderWords, WORDS } from './words.ts'

/** What a command about one order works with. */
export interface Visit {
  readonly desk: Desk
  readonly words: OrderWords
  readonly account: AccountHandle
  readonly order: KnownOrder
  /** What marks the last answer to programs, where a command gives several. */
  readonly mark: { readonly event?: 'final' }
  /** What a question about this write says beside the order. */
  readonly more?: readonly string[]
}

interface Ways {
  /** Where the configuration names a ledger. */
  readonly kept: (cashier: RunningCashier) => Promise<ExitCode>
  readonly plain: (visit: Visit) => Promise<ExitCode>
}

/** Opens the configuration for one order: of its ledger, or of one account. */
export function visit(desk: Desk, outTradeNo: string, flags: OrderFlags, { kept, plain }: Ways): Promise<ExitCode> {
  return whereLedger(desk, flags.config, {
    kept,
    plain: async (tpkit) => {
      if (flags.merchant !== undefined) throw tpError('INVALID', WHOSE)
      const account = accountOf(tpkit, flags.account)
      return plain({ desk, words: WORDS[desk.lang], account, order: knownOrder(outTradeNo, account.name, flags), mark: {} })
    },
  })
}

const WHOSE = '--merchant: expected none without a ledger, for no order is kept; name the account with --account'

import type { AccountHandle } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { accountOf, withTpkit } from '../desk/open-tpkit.ts'
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

/** Opens the configuration for one order of one account. */
export function visit(
  desk: Desk,
  outTradeNo: string,
  flags: OrderFlags,
  work: (visit: Visit) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withTpkit(desk, flags.config, (tpkit) => {
    const account = accountOf(tpkit, flags.account)
    return work({ desk, words: WORDS[desk.lang], account, order: knownOrder(outTradeNo, account.name, flags), mark: {} })
  })
}

import { fail, failureOf, isTPError, type Outcome } from '@tpkit/core'
import type { CashierWorld } from '../world.ts'

/** A write at a wallet, as an outcome whatever happens: what throws before anything was sent is a refusal, a bug is unknown. */
export async function callWrite<Done>(
  { guard }: Pick<CashierWorld, 'guard'>,
  account: string,
  work: () => Promise<Outcome<Done>>,
): Promise<Outcome<Done>> {
  try {
    return await guard.call(account, work)
  } catch (error) {
    if (isTPError(error) && error.code !== 'INTERNAL') return { kind: 'refused', failure: failureOf(error) }
    const message = `${account}: expected an outcome, found an error of the plugin; look at the plugin, the wallet is asked later`
    return { kind: 'unknown', failure: isTPError(error) ? failureOf(error) : fail('INTERNAL', message) }
  }
}

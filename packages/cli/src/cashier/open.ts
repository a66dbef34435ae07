import { tpError } from '@tpkit/core'
import { loadTpkit, type Tpkit } from 'tpkit'
import type { RunningCashier } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { opened } from '../desk/open-tpkit.ts'

/** Opens configuration and ledger for one piece of work, and lets both go afterwards. */
export async function withCashier<Result>(
  desk: Desk,
  config: string,
  work: (cashier: RunningCashier) => Promise<Result>,
): Promise<Result> {
  // Loaded where it is used: most commands keep nothing.
  const { createCashier } = await import('tpkit/cashier')
  const cashier = await opened(desk, config, (path) => createCashier({ config: path }))
  try {
    return await work(cashier)
  } finally {
    await cashier.shutdown()
  }
}

/** Work at the ledger where the configuration names one, the other work where it does not. */
export async function whereLedger<Result>(
  desk: Desk,
  config: string,
  {
    kept,
    plain,
  }: { readonly kept: (cashier: RunningCashier) => Promise<Result>; readonly plain: (tpkit: Tpkit) => Promise<Result> },
): Promise<Result> {
  const tpkit = await opened(desk, config, loadTpkit)
  const keeps = tpkit.cashierPlan.ledger !== undefined
  try {
    if (!keeps) return await plain(tpkit)
  } finally {
    await tpkit.close()
  }
  return withCashier(desk, config, kept)
}

/** What a ledger knows is not to be said, and said otherwise it would be lost without a word. */
export function refuseKnown(options: Readonly<Record<string, unknown>>): void {
  const said = Object.entries(options).find(([, value]) => value !== undefined)
  if (said) throw tpError('INVALID', `${said[0]}: expected none, for the ledger keeps orders and knows it; leave it out`)
}

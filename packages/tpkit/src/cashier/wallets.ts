import type { CashierPorts } from '@tpkit/cashier'
import type { Tpkit } from '@tpkit/core/container'
import type { Ledger } from '@tpkit/ledger'

export function walletsOf(tpkit: Tpkit): CashierPorts['wallets'] {
  return {
    // By names that come from orders and rows: no declaration of the configuration's names narrows them.
    method: (name: string) => tpkit.method(name),
    account: (name: string) => tpkit.account(name),
    get accounts() {
      return tpkit.accounts
    },
  }
}

/** Whoever dropped one by a restart hears of it; it could not be opened any more, perhaps, so the others go on. */
export async function warnOfGone(tpkit: Tpkit, ledger: Ledger): Promise<void> {
  const gone = (await ledger.read.busyAccounts()).filter((name) => !tpkit.accounts.includes(name))
  if (gone.length === 0) return
  const message = `accounts: expected ${gone.join(', ')} in the configuration, found them gone while payments or refunds of them are not final; put them back with "retired: true"`
  process.emitWarning(message, { code: 'TPKIT_BUSY_ACCOUNTS_GONE' })
}

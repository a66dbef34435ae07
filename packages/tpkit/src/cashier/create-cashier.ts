import { openCashier } from './open-cashier.ts'
import type { CreateCashierOptions, RunningCashier } from './running-cashier.ts'

/**
 * A cashier of a configuration file and a ledger: orders that stay, over every wallet that the file names.
 *
 * @throws `TPError` `CONFIG` for a configuration that cannot be used or names no ledger; `UNAVAILABLE` for a ledger out of reach
 * @example
 * const cashier = await createCashier({ ledger: 'sqlite:./tpkit.db' })
 * cashier.run()
 * const answer = await cashier.pay({ method: 'wallet', orderNo, scene: 'native', subject: 'Tea', total: cny.yuan('19.90') })
 */
export async function createCashier(options: CreateCashierOptions = {}): Promise<RunningCashier> {
  return (await openCashier(options)).cashier
}

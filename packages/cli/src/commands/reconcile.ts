import { Command } from 'commander'
import type { ReconcileFlags } from '../cashier/reconcile.ts'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'

export function reconcileCommand(): Command {
  return new Command('reconcile')
    .summary("hold a day against the wallet's statement")
    .description("hold one account's day against the wallet's statement: books what it proves, and lists what differs")
    .argument('<account>', 'whose statement')
    .argument('<day>', 'which day, yyyy-mm-dd, Beijing time')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', EXITS)
    .action(
      action(async (desk, flags: ReconcileFlags, account: string, day: string) => {
        const { runReconcile } = await import('../cashier/reconcile.ts')
        return runReconcile(desk, account, day, flags)
      }),
    )
}

const EXITS = `
Ends with 0 both books agree, 1 there are differences, or the statement is not to be
believed, 3 the wallet has no statement yet. Repeating it changes nothing.`

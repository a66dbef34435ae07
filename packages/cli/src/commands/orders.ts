import { Command, Option } from 'commander'
import type { OrdersFlags } from '../cashier/orders.ts'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { instant, rowLimit } from '../desk/values.ts'

export function ordersCommand(): Command {
  return new Command('orders')
    .description('list the orders of the ledger, the newest first')
    .addOption(new Option('--status <status>', 'how they stand').choices(['review', 'open', 'paid', 'closed']))
    .option('--method <name>', 'of one method')
    .option('--account <name>', 'with an attempt at that account')
    .option('--merchant <name>', 'of one merchant')
    .option('--text <text>', 'part of an order number, or a whole number of a wallet')
    .option('--unknown', 'only those of which an outcome is not known')
    .option('--from <time>', 'written down since then, ISO 8601', instant)
    .option('--until <time>', 'written down before then, ISO 8601', instant)
    .option('--limit <count>', 'at most so many, up to 200', rowLimit, 20)
    .option('--after <cursor>', 'behind the last row of a list, as that list printed it')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action(async (desk, flags: OrdersFlags) => {
        const { runOrders } = await import('../cashier/orders.ts')
        return runOrders(desk, flags)
      }),
    )
}

import { Command } from 'commander'
import type { OrderViewFlags } from '../cashier/order.ts'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { merchantOption } from '../order/options.ts'

export function orderViewCommand(): Command {
  return new Command('order')
    .summary('one order, and what happened to it')
    .description('show an order of the ledger, and everything that happened to it; asks no wallet')
    .argument('<orderNo>', "the merchant's number of the order")
    .addOption(merchantOption())
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action(async (desk, flags: OrderViewFlags, orderNo: string) => {
        const { runOrder } = await import('../cashier/order.ts')
        return runOrder(desk, orderNo, flags)
      }),
    )
}

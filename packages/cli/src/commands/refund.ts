import type { Command } from 'commander'
import { action } from '../desk/action.ts'
import { afterUnknownOption, orderCommand, type RefundFlags, yesOption } from '../order/options.ts'

export function refundCommand(): Command {
  return orderCommand('refund', 'give money of a paid order back')
    .summary('give money back')
    .option('--amount <amount>', 'how much, as decimal text; all of it where not given')
    .option('--out-refund-no <number>', 'our number of the refund; drawn and printed first where not given')
    .option('--reason <text>', 'why, as the payer may read it')
    .addOption(afterUnknownOption())
    .addOption(yesOption())
    .action(
      action(
        async (desk, flags: RefundFlags, outTradeNo: string) => {
          const { runRefund } = await import('../order/refund.ts')
          return runRefund(desk, outTradeNo, flags)
        },
        { lines: true },
      ),
    )
}

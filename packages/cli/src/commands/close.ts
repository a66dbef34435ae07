import type { Command } from 'commander'
import { action } from '../desk/action.ts'
import { afterUnknownOption, type EndFlags, orderCommand } from '../order/options.ts'

export function closeCommand(): Command {
  return orderCommand('close', 'end an order that nobody paid, so that nobody can pay it any more')
    .summary('end an unpaid order')
    .addOption(afterUnknownOption())
    .action(
      action(async (desk, flags: EndFlags, outTradeNo: string) => {
        const { runEnd } = await import('../order/end.ts')
        return runEnd(desk, 'close', outTradeNo, flags)
      }),
    )
}

import type { Command } from 'commander'
import { action } from '../desk/action.ts'
import { afterUnknownOption, type EndFlags, orderCommand, yesOption } from '../order/options.ts'

export function reverseCommand(): Command {
  return orderCommand('reverse', 'at the counter: end an attempt; money that was taken goes back')
    .summary('end an order at the counter, money included')
    .addOption(afterUnknownOption())
    .addOption(yesOption())
    .action(
      action(async (desk, flags: EndFlags, outTradeNo: string) => {
        const { runEnd } = await import('../order/end.ts')
        return runEnd(desk, 'reverse', outTradeNo, flags)
      }),
    )
}

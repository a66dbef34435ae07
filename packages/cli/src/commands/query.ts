import type { Command } from 'commander'
import { action } from '../desk/action.ts'
import { orderCommand, type QueryFlags } from '../order/options.ts'

export function queryCommand(): Command {
  return orderCommand('query', 'ask the wallet what became of a payment, or of one of its refunds')
    .summary('what became of a payment or a refund')
    .option('--out-refund-no <number>', 'the refund instead of the payment; --sent-at is then when it was sent')
    .addHelpText('after', EXITS)
    .action(
      action(async (desk, flags: QueryFlags, outTradeNo: string) => {
        const { runQuery } = await import('../order/query.ts')
        return runQuery(desk, outTradeNo, flags)
      }),
    )
}

const EXITS = `
Ends with 0 paid (with --out-refund-no: the money went back), 1 ended without money,
3 not final yet.`

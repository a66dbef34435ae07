import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import { gather } from '../desk/values.ts'
import type { VerifyOptions } from '../verify/run.ts'

export function verifyCommand(): Command {
  return new Command('verify')
    .summary('is a pasted notify genuine, and if not, why')
    .description('paste a notify: is it genuine, what was signed, and if it is not, why')
    .addOption(configOption())
    .option('-a, --account <name>', 'whose notify it is; not needed where there is one account')
    .option('--body <file>', 'the body, byte by byte; a whole request with its headers is taken, too', '-')
    .option('-H, --header <line>', 'a header, "name: value"; may be repeated', gather)
    .option('--query <text>', 'what stood behind "?" in the address', '')
    .option('--out-trade-no <number>', 'your order: compares the notify with it')
    .option('--total <amount>', "your order's amount, such as 19.90")
    .option('--out-refund-no <number>', 'your refund, where the notify tells of one')
    .option('--amount <amount>', "the refund's amount")
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & VerifyOptions, []>(async (desk, options) => {
        const { runVerify } = await import('../verify/run.ts')
        return runVerify(desk, options)
      }),
    )
}

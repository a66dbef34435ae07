import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { instant, lengthMs } from '../desk/values.ts'
import { afterUnknownOption, currencyOption, totalOption } from '../order/options.ts'
import type { PayFlags } from '../pay/plan.ts'
import { SCENES } from '../pay/scenes.ts'

export function payCommand(): Command {
  return new Command('pay')
    .summary('take a payment, and follow it to its end')
    .description('take one payment: shows the payer what to scan, and follows it until it is final')
    .addOption(totalOption())
    .addOption(currencyOption())
    .option('--subject <text>', 'what the payer reads')
    .option('--method <name>', 'what takes the payment; where there is one method, that one')
    .addOption(new Option('--account <name>', 'an account instead of a method').conflicts('method'))
    .addOption(new Option('--scene <scene>', 'how the payer pays').choices(SCENES).default('native'))
    .option('--auth-code <digits>', 'micropay: the code that the payer shows')
    .option('--payer-id <id>', "jsapi, mini: the payer's openid")
    .option('--payer-ip <address>', "the payer's IP address, which some scenes want; else the account's own")
    .option('--return-url <url>', 'h5, page: where the browser goes afterwards')
    .option('--out-trade-no <number>', 'our number of the order; drawn and printed first where not given')
    .addOption(afterUnknownOption())
    .option('--started-at <time>', 'when a repeated number was first written down, ISO 8601', instant)
    .option('--expires <length>', 'how long the payer may take, such as 15m', lengthMs)
    .option('--no-wait', 'do not follow the payment')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', EXITS)
    .action(
      action(
        async (desk, flags: PayFlags) => {
          const { runPay } = await import('../pay/run.ts')
          return runPay(desk, flags)
        },
        { lines: true },
      ),
    )
}

const EXITS = `
Ends with 0 paid, 1 ended without money, 2 wrong usage or configuration, 3 not known yet,
4 refused, 130 Ctrl+C. Asks the wallet no oftener than its manifest allows.
--json: one object a line, sending, prompt, status, final.`

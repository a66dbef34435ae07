import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { ExplainFlags } from '../explain/tell.ts'
import { currencyOption, totalOption } from '../order/options.ts'
import { SCENES } from '../pay/scenes.ts'

export function explainCommand(): Command {
  return new Command('explain')
    .summary('which account would take a payment, and why')
    .description('say which account would take a payment, and why; sends nothing')
    .addOption(totalOption())
    .addOption(currencyOption())
    .option('--method <name>', 'what would take the payment; where there is one method, that one')
    .addOption(new Option('--scene <scene>', 'how the payer pays').choices(SCENES).default('native'))
    .option('--out-trade-no <number>', 'the order: where accounts share by weight, its number decides')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action(async (desk, flags: ExplainFlags) => {
        const { runExplain } = await import('../explain/run.ts')
        return runExplain(desk, flags)
      }),
    )
}

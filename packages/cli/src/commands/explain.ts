import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { ExplainFlags } from '../explain/run.ts'
import { currencyOption, totalOption } from '../order/options.ts'
import { SCENES } from '../pay/scenes.ts'

export function explainCommand(): Command {
  return new Command('explain')
    .summary('which account would take a payment, and why 说明路由')
    .description('say which account would take a payment, and why; sends nothing 说明由哪个账户收款')
    .addOption(totalOption())
    .addOption(currencyOption())
    .option('--method <name>', 'what would take the payment; where there is one method, that one 支付方式')
    .addOption(new Option('--scene <scene>', 'how the payer pays 支付场景').choices(SCENES).default('native'))
    .option('--out-trade-no <number>', 'the order: where accounts share by weight, its number decides 商户订单号')
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

import { Argument, Command } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { mchIdOption, type Steering, sandboxAccountOption, sandboxOption } from '../sandbox/options.ts'
import { TRIGGERS } from '../sandbox/triggers.ts'

export function triggerCommand(): Command {
  return new Command('trigger')
    .summary('let the payer act in the sandbox')
    .description('let the payer act on an order of the running sandbox, or decide how its refund ends')
    .addArgument(new Argument('<action>', 'what happens').choices(TRIGGERS))
    .argument('<outTradeNo>', 'the order')
    .argument('[outRefundNo]', 'which refund, where several are under way')
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(sandboxOption())
    .addOption(configOption())
    .addOption(sandboxAccountOption())
    .addOption(mchIdOption())
    .action(
      action(
        async (desk, options: Steering, what: (typeof TRIGGERS)[number], outTradeNo: string, outRefundNo: string | undefined) => {
          const { runTrigger } = await import('../sandbox/steer.ts')
          await runTrigger(desk, options, what, outTradeNo, outRefundNo)
          return EXIT.done
        },
      ),
    )
}

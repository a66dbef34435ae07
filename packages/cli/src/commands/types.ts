import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'

interface Options extends Common {
  readonly config: string
  readonly out?: string
}

export function typesCommand(): Command {
  return new Command('types')
    .summary('write the types of your methods and accounts 生成类型声明')
    .description(
      'write the declaration by which the compiler knows your methods and accounts 写出类型声明，让编译器认识配置中的支付方式和账户',
    )
    .addOption(configOption())
    .option('--out <file>', 'where to; "-" prints it (tpkit.d.ts beside the configuration) 写到哪里')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Options, []>(async (desk, options) => {
        const { runTypes } = await import('../types/run.ts')
        return runTypes(desk, options)
      }),
    )
}

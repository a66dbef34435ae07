import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'

interface Options extends Common {
  readonly config: string
  readonly out?: string
}

export function typesCommand(): Command {
  return new Command('types')
    .summary('write the types of your methods and accounts')
    .description('write the declaration by which the compiler knows your methods and accounts')
    .addOption(configOption())
    .option('--out <file>', 'where to; "-" prints it (tpkit.d.ts beside the configuration)')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Options, []>(async (desk, options) => {
        const { runTypes } = await import('../types/run.ts')
        return runTypes(desk, options)
      }),
    )
}

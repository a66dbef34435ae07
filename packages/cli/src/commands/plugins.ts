import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'

interface Options extends Common {
  readonly config: string
}

export function pluginsCommand(): Command {
  return new Command('plugins')
    .summary('which wallets there are, and what each can do')
    .description('which wallets there are, how their payers pay, what each can do and its limits')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Options, []>(async (desk, { config }) => {
        const { runPlugins } = await import('../plugins/run.ts')
        return runPlugins(desk, config)
      }),
    )
}

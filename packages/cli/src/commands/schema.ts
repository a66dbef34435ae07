import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'

interface Options extends Common {
  readonly config: string
  readonly out?: string
}

export function schemaCommand(): Command {
  return new Command('schema')
    .summary('write the JSON Schema for editors')
    .description('write the JSON Schema by which editors complete and check the configuration')
    .addOption(configOption())
    .option('--out <file>', 'where to; "-" prints it (tpkit.schema.json beside the configuration)')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Options, []>(async (desk, options) => {
        const { runSchema } = await import('../schema/run.ts')
        return runSchema(desk, options)
      }),
    )
}

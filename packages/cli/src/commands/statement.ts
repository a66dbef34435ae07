import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { accountOption } from '../order/options.ts'
import type { StatementFlags } from '../statement/run.ts'

export function statementCommand(): Command {
  return new Command('statement')
    .summary("download a day's statement")
    .description("download one day's statement, as CSV for a spreadsheet or JSON lines for programs")
    .requiredOption('--day <yyyy-mm-dd>', 'which day, Beijing time')
    .addOption(
      new Option('--kind <kind>', 'trade: payments and refunds; fund: movements of the account')
        .choices(['trade', 'fund'])
        .default('trade'),
    )
    .addOption(new Option('--format <format>', 'csv where not given, jsonl with --json').choices(['csv', 'jsonl']))
    .option('--out <file>', 'a new file, whole or not there at all; stdout where not given, or "-"')
    .addOption(accountOption())
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', END)
    .action(
      action(
        async (desk, flags: StatementFlags) => {
          const { runStatement } = await import('../statement/run.ts')
          return runStatement(desk, flags)
        },
        { lines: true },
      ),
    )
}

const END = `
Whether a statement is whole is known at its end alone: the file gets its name then, and is
<file>.part until then. Book nothing of a part.`

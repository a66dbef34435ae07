import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { accountOption } from '../order/options.ts'
import type { StatementFlags } from '../statement/run.ts'

export function statementCommand(): Command {
  return new Command('statement')
    .summary("download a day's statement 下载对账单")
    .description("download one day's statement, as CSV for a spreadsheet or JSON lines for programs 下载对账单")
    .requiredOption('--day <yyyy-mm-dd>', 'which day, Beijing time 日期')
    .addOption(
      new Option('--kind <kind>', 'trade: payments and refunds; fund: movements of the account 交易或资金账单')
        .choices(['trade', 'fund'])
        .default('trade'),
    )
    .addOption(new Option('--format <format>', 'csv where not given, jsonl with --json 格式').choices(['csv', 'jsonl']))
    .option('--out <file>', 'a new file, whole or not there at all; stdout where not given 输出文件')
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
<file>.part until then. Book nothing of a part.
对账单是否完整只有读到末尾才知道：此前文件名为 <file>.part。不完整的对账单一行也不要入账。`

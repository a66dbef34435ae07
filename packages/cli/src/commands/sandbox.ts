import { Command } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { portOf } from '../desk/port.ts'
import type { SandboxRun } from '../sandbox/run.ts'

export function sandboxCommand(): Command {
  return new Command('sandbox')
    .summary('start a local wallet')
    .description("start a local QQ Wallet with a payer's phone: no account, ever, offline")
    .addOption(langOption())
    .addOption(jsonOption())
    .option('--port <port>', 'port of calls without a certificate, of the phone and the control API', portOf, 9101)
    .option('--tls-port <port>', 'port of calls with a client certificate (refunds)', portOf, 9102)
    .option('--dir <folder>', 'where the throwaway certificates are written; one folder serves one sandbox', 'sandbox')
    .option(
      '--back <length>',
      "how far behind the machine's its clock starts, such as 2d: what was sold then has a statement now",
    )
    .option('--faults <rules>', 'what the wallet does wrong, such as "drop-after@refund*1,notify-duplicate:3" (docs/faults.md)')
    .action(
      action(async (desk, options: SandboxRun & Common) => {
        const { runSandbox } = await import('../sandbox/run.ts')
        await runSandbox(desk, options)
        return EXIT.done
      }),
    )
}

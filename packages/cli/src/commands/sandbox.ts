import { Command, Option } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { portOf } from '../desk/port.ts'
import type { SandboxRun } from '../sandbox/run.ts'
import { SANDBOX_WALLETS, USUAL_PLACE, type UsualPlace } from '../sandbox/wallets.ts'

export function sandboxCommand(): Command {
  return new Command('sandbox')
    .summary('start a local wallet')
    .description("start a local wallet with a payer's phone: no account, ever, offline")
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(new Option('--wallet <wallet>', 'which one').choices(SANDBOX_WALLETS).default('qqwallet'))
    .option(
      '--port <port>',
      `port of calls without a certificate, of the phone and the control API; else ${usual('port')}`,
      portOf,
    )
    .option('--tls-port <port>', `port of calls behind TLS; else ${usual('tlsPort')}`, portOf)
    .option('--dir <folder>', `where the throwaway keys are written; one folder serves one sandbox; else ${usual('dir')}`)
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

/** "9101, or 9111 for wechatpay, 9121 for alipay" */
function usual(what: keyof UsualPlace): string {
  const { qqwallet, wechatpay, alipay } = USUAL_PLACE
  return `${qqwallet[what]}, or ${wechatpay[what]} for wechatpay, ${alipay[what]} for alipay`
}

import { Command } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { portOf } from '../desk/port.ts'
import type { DevFlags } from '../dev/stage.ts'

export function devCommand(): Command {
  return new Command('dev')
    .summary('run gateway, local wallets and your app')
    .description('run the gateway with a local wallet of each kind, and your app in front of it; nothing is kept')
    .option('-p, --port <port>', 'where the gateway listens; 0 takes a free port', portOf, 8080)
    .option('--app <command>', 'what starts your app; it finds address, API key and secret in its environment')
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', MORE)
    .action(
      action(
        async (desk, flags: Common & DevFlags) => {
          const { runDev } = await import('../dev/run.ts')
          await runDev(desk, flags)
          return EXIT.done
        },
        { lines: true },
      ),
    )
}

const MORE = `
The app listens at PORT, asks at TPKIT_URL with TPKIT_API_KEY, and hears events at
/webhooks, signed under TPKIT_WEBHOOK_SECRET. Books, keys and configuration are in a
folder that goes when it ends.`

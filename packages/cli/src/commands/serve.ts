import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import type { ServeFlags } from '../serve/run.ts'

export function serveCommand(): Command {
  return new Command('serve')
    .summary('run the gateway, in production')
    .description('run the gateway in production: payments over HTTP for apps in any language, notifies, webhooks')
    .addOption(configOption())
    .addOption(new Option('--log-level <level>', 'the least that logs tell of').choices(LEVELS).default('info'))
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', MORE)
    .action(
      action(
        async (desk, flags: ServeFlags) => {
          const { runServe } = await import('../serve/run.ts')
          await runServe(desk, flags)
          return EXIT.done
        },
        { lines: true },
      ),
    )
}

const LEVELS: readonly ServeFlags['logLevel'][] = ['debug', 'info', 'warn', 'error']

const MORE = `
Refuses what must not go into production, whatever the file calls its mode. Follows the
file and SIGHUP. SIGTERM or Ctrl+C drains it, a second one ends it at once. Logs are
JSON, a line each, on stderr. --json: an object a line, listening and reload.`

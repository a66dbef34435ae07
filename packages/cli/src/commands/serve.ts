import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'

export function serveCommand(): Command {
  return new Command('serve')
    .summary('run the gateway, in production')
    .description('run the gateway in production: payments over HTTP for apps in any language, notifies, webhooks')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', MORE)
    .action(
      action(
        async (desk, { config }: Common & { readonly config: string }) => {
          const { runServe } = await import('../serve/run.ts')
          await runServe(desk, config)
          return EXIT.done
        },
        { lines: true },
      ),
    )
}

const MORE = `
Refuses what must not go into production, whatever the file calls its mode. Follows the
file and SIGHUP. SIGTERM or Ctrl+C drains it, a second one ends it at once. Logs are
JSON, a line each, on stderr. --json: an object a line, listening and reload.`

import { Command, Option } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import { portOf } from '../desk/port.ts'
import type { ListenOptions } from '../listen/run.ts'

export function listenCommand(): Command {
  return new Command('listen')
    .summary('print what the wallet sends, verified')
    .description('print every notify that the wallet sends, verified; the wallet is told to send it again')
    .addOption(configOption())
    .option('-p, --port <port>', 'where to listen; 0 takes a free port', portOf, 8080)
    .option('--host <address>', 'another address than loopback lets other machines in', '127.0.0.1')
    .option('-a, --account <name>', 'whose notifies they are, whatever the path says')
    .addOption(
      new Option('--acknowledge <answer>', 'what the wallet is told; what is not genuine is refused always')
        .choices(['later', 'accepted', 'refused'])
        .default('later'),
    )
    .option('--once', 'end after the first notify')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & ListenOptions, []>(
        async (desk, options) => {
          const { runListen } = await import('../listen/run.ts')
          return runListen(desk, options)
        },
        { lines: true },
      ),
    )
}

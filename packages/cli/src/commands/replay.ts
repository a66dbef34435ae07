import { Command, InvalidArgumentError } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { mchIdOption, type Steering, sandboxAccountOption, sandboxOption } from '../sandbox/options.ts'

interface ReplayFlags extends Steering {
  readonly times?: number
  readonly fault?: string
}

export function replayCommand(): Command {
  const command = new Command('replay')
  return command
    .summary('send a notify again, or play a .tpcase file')
    .description('send the notify of a paid order again, or play a .tpcase file in a new wallet and compare every answer')
    .argument('<what>', 'an outTradeNo, or a file that ends in .tpcase')
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(sandboxOption())
    .addOption(configOption())
    .addOption(sandboxAccountOption())
    .addOption(mchIdOption())
    .option('--times <count>', 'how many copies of the notify', countOf)
    .option('--fault <fault>', 'what is wrong with each copy, such as notify-forged (docs/faults.md)')
    .hook('preAction', ({ args: [what = ''] }) => {
      const { times, fault }: ReplayFlags = command.opts()
      if (what.endsWith('.tpcase') && (times !== undefined || fault !== undefined))
        command.error('a .tpcase file is played as it is: leave --times and --fault out')
    })
    .action(
      action(async (desk, { times = 1, fault, ...options }: ReplayFlags, what: string) => {
        const { runCase, runReplay } = await import('../sandbox/steer.ts')
        if (what.endsWith('.tpcase')) return runCase(desk, what)
        await runReplay(desk, options, what, times, fault)
        return EXIT.done
      }),
    )
}

function countOf(text: string): number {
  if (/^(?:[1-9][0-9]?|100)$/.test(text)) return Number(text)
  throw new InvalidArgumentError(`times: expected a number from 1 to 100, found ${JSON.stringify(text.slice(0, 20))}`)
}

import { Command } from 'commander'
import type { Told } from 'create-tpkit'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { type Desk, painter } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'

interface Options extends Common {
  readonly dir?: string
}

export function newCommand(): Command {
  return new Command('new')
    .summary('write a provider package or a shop to begin with')
    .description('write something to begin with')
    .addCommand(providerCommand())
    .addCommand(appCommand())
}

function providerCommand(): Command {
  return new Command('provider')
    .description('a provider package with blanks, and tests that name them until they are filled')
    .argument('<name>', 'what configurations call the wallet: demo makes tpkit-provider-demo')
    .option('--dir <folder>', 'where it is written; the folder must be new or empty')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Options, [name: string]>(async (desk, { dir = '' }, name) => {
        const { createProvider, told } = await import('create-tpkit-provider')
        const result = await createProvider({ name, folder: desk.path(dir || `tpkit-provider-${name}`) })
        return tell(desk, result, told(result, desk.lang))
      }),
    )
}

function appCommand(): Command {
  return new Command('app')
    .description('a shop to try with a local wallet')
    .argument('<folder>', 'where it is written; the folder must be new or empty')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common, [folder: string]>(async (desk, _options, folder) => {
        const { createApp, told } = await import('create-tpkit')
        const result = await createApp({ folder: desk.path(folder) })
        return tell(desk, result, told(result, desk.lang))
      }),
    )
}

function tell(desk: Desk, result: { readonly kind: 'created' | 'refused' }, { text, next }: Told): ExitCode {
  const created = result.kind === 'created'
  desk.answer(created ? result : { error: { code: 'INVALID', message: text } })
  if (created) desk.say(text)
  else desk.beside(`${painter(desk.terminal.stderr)('red', 'tpkit:')} ${text}`)
  desk.next(next)
  return created ? EXIT.done : EXIT.usage
}

import { Command } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'

interface Options extends Common {
  readonly dir?: string
}

export function newCommand(): Command {
  return new Command('new').description('write something to begin with 新建').addCommand(providerCommand())
}

function providerCommand(): Command {
  return new Command('provider')
    .description('a provider package with blanks, and tests that name them until they are filled 新建钱包插件')
    .argument('<name>', 'what configurations call the wallet: demo makes tpkit-provider-demo')
    .option('--dir <folder>', 'where it is written; the folder must be new or empty')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(action<Options, [name: string]>((desk, { dir }, name) => newProvider(desk, name, dir)))
}

async function newProvider(desk: Desk, name: string, dir = `tpkit-provider-${name}`): Promise<ExitCode> {
  const { createProvider, told } = await import('create-tpkit-provider')
  const result = await createProvider({ name, folder: desk.path(dir) })
  const { text, next } = told(result, desk.lang)
  if (result.kind === 'created') {
    desk.say(text)
    desk.answer(result)
  } else {
    desk.answer({ error: { code: 'INVALID', message: text } })
    if (!desk.json) desk.terminal.stderr.write(`${desk.paint('red', 'tpkit:')} ${text}\n`)
  }
  desk.next(next)
  return result.kind === 'created' ? EXIT.done : EXIT.usage
}

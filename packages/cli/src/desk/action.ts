import { type Command, Option } from 'commander'
import { type Lang, langOf } from '../lang.ts'
import { type Desk, openDesk } from './desk.ts'
import type { ExitCode } from './exit.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** What every command takes. */
export interface Common {
  readonly lang?: Lang
  readonly json?: boolean
  readonly config?: string
}

export const langOption = (): Option => new Option('--lang <lang>', 'language of the output').choices(['en', 'zh'])
export const jsonOption = (): Option => new Option('--json', 'answer in JSON, for programs')
export const configOption = (): Option =>
  new Option('-c, --config <file>', 'the configuration').default('tpkit.config.yaml').env('TPKIT_CONFIG')

const terminals = new WeakMap<Command, Terminal>()

/** Lets every command of the program work at that terminal. */
export function seat(program: Command, terminal: Terminal): void {
  terminals.set(program, terminal)
}

function terminalOf(command: Command): Terminal {
  const found = terminals.get(command)
  if (found) return found
  return command.parent ? terminalOf(command.parent) : processTerminal()
}

/** What was said in front of the command: `tpkit --lang zh explain`. */
function langBefore({ parent }: Command): Lang | undefined {
  if (!parent) return undefined
  const { lang } = parent.opts<Pick<Common, 'lang'>>()
  return lang ?? langBefore(parent)
}

/**
 * Wraps a command: opens its desk, runs it, sets the exit code. What it throws becomes one clear paragraph.
 * The work imports its modules when it runs, so that `--help` loads nothing.
 */
export function action<Options extends Common, Args extends readonly unknown[]>(
  work: (desk: Desk, options: Options, ...args: Args) => Promise<ExitCode>,
  { lines = false }: { readonly lines?: boolean } = {},
): (...given: readonly unknown[]) => Promise<void> {
  return async (...given) => {
    // commander hands over the arguments, the options and the command itself, in this order.
    const [own, command] = given.slice(-2) as [Options, Command]
    const lang = own.lang ?? langBefore(command)
    const options = lang === undefined ? own : { ...own, lang }
    const args = given.slice(0, -2) as unknown as Args
    const terminal = terminalOf(command)
    const desk = openDesk({
      ...{ lang: langOf(lang, terminal.env), json: options.json ?? false, lines, terminal },
      config: options.config,
    })
    try {
      terminal.exit(await work(desk, options, ...args))
    } catch (error) {
      const { tellFault } = await import('./fault.ts')
      terminal.exit(tellFault(desk, error))
    }
  }
}

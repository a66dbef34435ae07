import { Option } from 'commander'
import { type Lang, langOf } from '../lang.ts'
import { type Desk, openDesk } from './desk.ts'
import type { ExitCode } from './exit.ts'

/** What every command takes. */
export interface Common {
  readonly lang?: Lang
  readonly json?: boolean
}

export const langOption = (): Option => new Option('--lang <lang>', 'language of the output 输出语言').choices(['en', 'zh'])
export const jsonOption = (): Option => new Option('--json', 'answer in JSON, for programs')
export const configOption = (): Option =>
  new Option('-c, --config <file>', 'the configuration').default('tpkit.config.yaml').env('TPKIT_CONFIG')

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
    const [options, args] = [given.at(-2) as Options, given.slice(0, -2) as unknown as Args]
    const desk = openDesk({ lang: langOf(options.lang), json: options.json ?? false, lines })
    try {
      process.exitCode = await work(desk, options, ...args)
    } catch (error) {
      const { tellFault } = await import('./fault.ts')
      process.exitCode = tellFault(desk, error)
    }
  }
}

import type { Terminal } from './terminal.ts'

/** A command line to type next, quoted for the shell; with `npx` where this one was started so. */
export function commandLine({ env }: Terminal, ...args: readonly string[]): string {
  return [nameOf(env), ...args.map(quoted)].join(' ')
}

/** A sentence whose quoted commands begin as this one was started, and read the same configuration. */
export function asStarted({ env }: Terminal, sentence: string, config = USUAL_CONFIG): string {
  return sentence.replaceAll(/(["“])tpkit ([a-z-]+)(?=["” ])([^"”\n]*)/g, (_, quote: string, verb: string, rest: string) => {
    const more =
      READERS.has(verb) && !/(?:^| )(?:-c|--help) ?/.test(rest) ? configArgs(config).map((word) => ` ${quoted(word)}`) : []
    return `${quote}${nameOf(env)} ${verb}${rest}${more.join('')}`
  })
}

const USUAL_CONFIG = 'tpkit.config.yaml'

/** The commands that read a configuration. */
const READERS: ReadonlySet<string> = new Set([
  ...['doctor', 'plugins', 'explain', 'schema', 'types', 'pay', 'query', 'refund', 'close', 'reverse', 'statement'],
  ...['listen', 'verify', 'trigger', 'clock', 'replay', 'orders', 'order', 'reconcile', 'audit', 'purge', 'decide'],
  ...['serve', 'merchants', 'apikeys', 'webhooks'],
])

/** What names a configuration to the next command; nothing where it is the usual one. */
export function configArgs(config: string): readonly string[] {
  return config === USUAL_CONFIG ? [] : ['-c', config]
}

/** Where npm started it, a shell of its own does not know the command. */
function nameOf(env: NodeJS.ProcessEnv): string {
  return env.npm_command ? 'npx tpkit' : 'tpkit'
}

/** A word for the shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

import type { Terminal } from './terminal.ts'

/** A command line to type next, quoted for the shell; with `npx` where this one was started so. */
export function commandLine({ env }: Terminal, ...args: readonly string[]): string {
  return [nameOf(env), ...args.map(quoted)].join(' ')
}

/** A sentence whose quoted commands begin as this one was started. */
export function asStarted({ env }: Terminal, sentence: string): string {
  return sentence.replaceAll(/(["“])tpkit (?=[a-z-])/g, `$1${nameOf(env)} `)
}

function nameOf(env: NodeJS.ProcessEnv): string {
  return env.npm_command === 'exec' ? 'npx tpkit' : 'tpkit'
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

import type { Terminal } from './terminal.ts'

/** A command line to type next, quoted for the shell; with `npx` where this one was started so. */
export function commandLine({ env }: Terminal, ...args: readonly string[]): string {
  const name = env.npm_command === 'exec' ? 'npx tpkit' : 'tpkit'
  return [name, ...args.map(quoted)].join(' ')
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

export interface Running {
  readonly child: ChildProcess
  /** Everything on stdout and stderr so far. */
  readonly printed: () => string
  readonly errors: () => string
  /** The objects of `--json` so far. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[]
  /** Waits for the end; answers the exit code. */
  readonly ended: () => Promise<number | null>
}

/** A command that goes on until it is told to end, in a process of its own; it is gone with the test. */
export function running(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: object } = {},
): Running {
  const child = spawn(process.execPath, ['--conditions=@tpkit/source', main, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: {
      ...process.env,
      NODE_ENV: 'development',
      LANG: 'en_US.UTF-8',
      LC_ALL: '',
      npm_command: '',
      TPKIT_CONFIG: undefined,
      ...env,
    },
  })
  let [printed, errors] = ['', '']
  child.stdout.on('data', (piece) => {
    printed += String(piece)
  })
  child.stderr.on('data', (piece) => {
    errors += String(piece)
  })
  const closed = once(child, 'close')
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 8000) // what it started would stay behind
    await closed
    clearTimeout(late)
  })
  return {
    child,
    printed: () => printed,
    errors: () => errors,
    lines: () => printed.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : [])),
    ended: async () => {
      await closed
      return child.exitCode
    },
  }
}

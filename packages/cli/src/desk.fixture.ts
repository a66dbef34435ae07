import { PassThrough, Writable } from 'node:stream'
import { type Desk, openDesk } from './desk/desk.ts'
import type { Terminal } from './desk/terminal.ts'
import type { Lang } from './lang.ts'
import { runProgram } from './program.ts'

export interface CliRun {
  /** What the exit code was; 0 where the command set none. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  /** Where relative paths are found. The process stays where it is; `-c` and the like take relative paths from here. */
  readonly cwd?: string
  /** Added to the environment while the command runs, for `env:` references and NODE_ENV too; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the person types, where the command asks. Makes the terminal one that a person sits at. */
  readonly typed?: string
  /** A person watches: passing lines, colours. */
  readonly tty?: boolean
  /** Ctrl+C. */
  readonly interrupt?: AbortSignal
  /** Called instead of waiting, with the milliseconds; the terminal's clock moves on by them. */
  readonly onSleep?: (ms: number) => unknown
  /** Called with everything that was written so far to stdout, after each piece. */
  readonly onOutput?: (stdout: string) => unknown
}

/** The machine's language and colours would change what a test sees. */
const QUIET_ENV: CliOptions['env'] = {
  LANG: 'en_US.UTF-8',
  LC_ALL: undefined,
  LC_MESSAGES: undefined,
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
  TPKIT_CONFIG: undefined,
  npm_command: undefined,
}

/**
 * Runs one command line in this process: no spawning, no waiting. Not twice at once in one file: it lends its environment to
 * `process.env`, where plugins and references look.
 *
 * @example const { code, stdout } = await runCli(['query', 'T1', '--total', '19.90', '-c', config])
 */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { terminal, ended } = fakeTerminal(options)
  const giveBack = lend({ ...QUIET_ENV, ...options.env })
  try {
    await runProgram(args, terminal)
  } finally {
    giveBack()
  }
  return ended()
}

/** A desk for tests of the work behind a command, and what was said at it. */
export function testDesk(
  options: {
    readonly lang?: Lang
    readonly json?: boolean
    readonly lines?: boolean
    readonly config?: string
  } & CliOptions = {},
): {
  readonly desk: Desk
  readonly printed: () => string
  readonly ended: () => CliRun
} {
  const { lang = 'en', json = false, lines = false, config } = options
  const { terminal: busy, ended } = fakeTerminal(options)
  const terminal = { ...busy, env: { ...process.env, ...QUIET_ENV, ...options.env } }
  return { desk: openDesk({ lang, json, lines, terminal, config }), printed: () => ended().stdout, ended }
}

function fakeTerminal(options: CliOptions): { readonly terminal: Terminal; readonly ended: () => CliRun } {
  const tty = options.tty ?? options.typed !== undefined
  const [stdout, stderr] = [collector(tty, options.onOutput), collector(tty)]
  const stdin = Object.assign(new PassThrough(), { isTTY: options.typed !== undefined })
  stdin.end(options.typed ?? '')
  let [code, nowMs] = [0, Date.now()]
  const terminal: Terminal = {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: process.env,
    cwd: options.cwd ?? process.cwd(),
    nowMs: () => nowMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted()
      await options.onSleep?.(ms)
      nowMs += ms
      signal?.throwIfAborted()
    },
    onInterrupt: (heard) => {
      options.interrupt?.addEventListener('abort', heard)
      return () => options.interrupt?.removeEventListener('abort', heard)
    },
    exit: (given) => {
      code = given
    },
  }
  return { terminal, ended: () => ({ code, stdout: stdout.text(), stderr: stderr.text() }) }
}

function collector(
  isTTY: boolean,
  onOutput?: CliOptions['onOutput'],
): { readonly stream: Writable & { readonly isTTY: boolean }; readonly text: () => string } {
  let written = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      written += String(chunk)
      onOutput?.(written)
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY }), text: () => written }
}

function lend(env: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]))
  const set = (values: Readonly<Record<string, string | undefined>>): void => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
  set(env)
  return () => set(before)
}

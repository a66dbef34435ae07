import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'

export interface Ended {
  readonly code: number
  readonly output: string
}

export interface Started {
  /** Resolves with the match once the output has it; rejects when the process ends before, or takes too long. */
  readonly said: (what: RegExp) => Promise<RegExpExecArray>
  readonly ended: () => Promise<Ended>
  /** As Ctrl+C does. */
  readonly interrupt: () => Promise<Ended>
}

const PATIENCE_MS = 60_000
const running = new Set<ChildProcess>()

/** Nothing that was started outlives the rehearsal. */
export async function endAll(): Promise<void> {
  for (const child of running) signal(child, 'SIGKILL')
  await Promise.all([...running].map((child) => once(child, 'close')))
}

/** Starts a command; the tools of `bin` come first. */
export function start(cwd: string, command: readonly string[], extra: NodeJS.ProcessEnv = {}): Started {
  const [file = '', ...args] = command
  // A group of its own: npx starts what it runs in further processes, which must end with it.
  const child = spawn(file, args, { cwd, env: { ...outside(), ...extra }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      output += piece
    })
  }
  const close = once(child, 'close').then(([code]): Ended => {
    running.delete(child)
    return { code: typeof code === 'number' ? code : 1, output }
  })
  return {
    said: (what) => waitFor(() => what.exec(output), close, `${command.join(' ')}: expected to say ${what}`),
    ended: () => close,
    interrupt: () => {
      signal(child, 'SIGINT')
      return close
    },
  }
}

/** Runs a command to its end, which must be the expected one. Answers what it said. */
export async function run(cwd: string, command: readonly string[], extra: NodeJS.ProcessEnv = {}, expected = 0): Promise<string> {
  const { code, output } = await start(cwd, command, extra).ended()
  if (code === expected) return output
  throw new Error(`${command.join(' ')}: expected exit code ${expected}, found ${code}\n${endOf(output)}`)
}

/** What went wrong stands at the end. */
function endOf(output: string): string {
  return output.trim().split('\n').slice(-60).join('\n')
}

/** What npm tells its scripts, and what would change what a command says. */
const INSIDE = /^(?:npm_|INIT_CWD$|NODE$|NODE_OPTIONS$|NO_COLOR$|FORCE_COLOR$|TPKIT_)/
/** How npm reaches its registry from this machine. */
const NETWORK = /^npm_config_(?:registry|cache|userconfig|globalconfig|cafile|proxy|https_proxy|noproxy)$/

/** The environment of somebody who stands outside of this repository: npm tells its scripts much about where they run. */
function outside(): NodeJS.ProcessEnv {
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
  const kept = Object.entries(process.env).filter(([name]) => !INSIDE.test(name) || NETWORK.test(name))
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    npm_config_loglevel: 'error',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    npm_config_update_notifier: 'false',
  }
}

/** `PATH` with a project's own tools first. */
export function withTools(project: string): string {
  return [join(project, 'node_modules/.bin'), outside().PATH].join(delimiter)
}

async function waitFor<Value>(look: () => Value | null, close: Promise<Ended>, what: string): Promise<Value> {
  let over: Ended | undefined
  void close.then((ended) => {
    over = ended
  })
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const found = look()
    if (found !== null) return found
    if (over) throw new Error(`${what}, but it ended with ${over.code}\n${endOf(over.output)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${what} within ${PATIENCE_MS / 1000} s`)
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, name)
  } catch {
    // It has ended already.
  }
}

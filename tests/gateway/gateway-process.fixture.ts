import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./gateway-program.fixture.ts', import.meta.url))

/** A gateway in a process of its own; it is gone with the test. */
export interface GatewayProcess {
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL' | 'SIGHUP') => void
  /** Waits for the end; answers the exit code, null after SIGKILL. */
  readonly ended: () => Promise<number | null>
  /** From here on a minute passes for it in three seconds, until it is ahead by nearly as much as signatures of webhooks may be. */
  readonly hurry: () => void
  /** What became of each reload so far: `reloaded` or `refused`. */
  readonly reloads: () => readonly string[]
  /** The lines of its log so far. */
  readonly log: () => string
}

interface Told {
  readonly listening?: string
  readonly reload?: string
}

/** Answers once it listens. */
export async function startGateway(config: string): Promise<GatewayProcess> {
  const program = ['--conditions=@tpkit/source', '--disable-warning=ExperimentalWarning', PROGRAM, config]
  const child = spawn(process.execPath, program, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  const reloads: string[] = []
  let log = ''
  child.on('message', ({ reload }: Told) => void (reload !== undefined && reloads.push(reload)))
  child.stderr?.on('data', (piece) => {
    log += String(piece)
  })
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  await Promise.race([listening(child), closed.then(() => Promise.reject(new Error(`expected a gateway, found: ${log}`)))])
  return {
    kill: (signal) => void child.kill(signal),
    ended: async () => {
      await closed
      return child.exitCode
    },
    hurry: () => hurry(child),
    reloads: () => reloads,
    log: () => log,
  }
}

const STEP_MS = 2500
const MOST_STEPS = 112

function hurry(child: ChildProcess): void {
  let steps = 0
  const timer = setInterval(() => {
    steps += 1
    if (steps > MOST_STEPS || !child.connected) clearInterval(timer)
    // It may end at any moment.
    else child.send({ forwardMs: STEP_MS }, () => undefined)
  }, 100)
}

async function listening(child: ChildProcess): Promise<void> {
  for (;;) {
    const [told]: [Told] = (await once(child, 'message')) as [Told] // of our own program
    if (told.listening !== undefined) return
  }
}

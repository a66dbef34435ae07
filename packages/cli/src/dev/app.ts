import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { tpError } from '@tpkit/core'
import type { Desk } from '../desk/desk.ts'

export interface AppPlace {
  readonly command: string
  readonly port: number
  /** What it finds in its environment, beside ours. */
  readonly env: Readonly<Record<string, string>>
}

export interface StartedApp {
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>
  readonly close: () => Promise<void>
}

const END_MS = 3000

/** Starts somebody's app with a shell, as they would; what it prints goes where people look. */
export function startApp({ terminal, json }: Desk, { command, port, env }: AppPlace): StartedApp {
  const child = spawn(command, {
    shell: true,
    cwd: terminal.cwd,
    // Of a group of its own, so that the shell's children end with it.
    detached: true,
    env: { ...terminal.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Standard output is data where JSON was asked for.
  child.stdout.on('data', (piece: Uint8Array) => void (json ? terminal.stderr : terminal.stdout).write(piece))
  child.stderr.on('data', (piece: Uint8Array) => void terminal.stderr.write(piece))
  const ended = once(child, 'exit').then(([code]) => {
    throw tpError('INVALID', `--app: expected an app that goes on, found that it ended with ${code}; correct the command`)
  })
  ended.catch(() => undefined)
  return { ended, close: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = once(child, 'exit')
  kill(child.pid, 'SIGTERM')
  await Promise.race([gone, pause(END_MS, undefined, { ref: false })])
  if (child.exitCode === null && child.signalCode === null) kill(child.pid, 'SIGKILL')
}

function kill(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch {
    // It is gone already.
  }
}

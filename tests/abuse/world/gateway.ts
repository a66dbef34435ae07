import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Asked, Orders, Told } from './orders.ts'

const PROGRAM = fileURLToPath(new URL('gateway-process.ts', import.meta.url))
const NODE_OPTIONS = ['--conditions=@tpkit/source', '--disable-warning=ExperimentalWarning', '--expose-gc']

/** A gateway that runs in a process of its own. */
export interface GatewayProcess {
  readonly url: string
  readonly ask: <Order extends keyof Orders>(order: Order, what: Orders[Order]['asks']) => Promise<Orders[Order]['answers']>
  /** Everything that it said so far: its log, and what went to its terminal. */
  readonly log: () => string
  readonly isAlive: () => boolean
  /** As a power cut would: nothing of it runs on. */
  readonly kill: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A process that did not come to listen. */
export class NotStarted extends Error {
  readonly exitCode: number | null
  readonly said: string

  constructor(exitCode: number | null, said: string) {
    super(`expected a gateway that listens, found that its process ended with ${exitCode}: ${said.slice(0, 2000)}`)
    this.exitCode = exitCode
    this.said = said
  }
}

export interface GatewayWish {
  readonly config: string
  readonly mode?: 'production'
  /** When the time of its world began. */
  readonly began?: number
  /** The name of a hole. */
  readonly planted?: string | undefined
  readonly env?: Readonly<Record<string, string>>
}

/** Answers once it listens. Rejects with `NotStarted`. */
export async function startGateway({ config, mode, began, planted, env = {} }: GatewayWish): Promise<GatewayProcess> {
  const args = [...NODE_OPTIONS, PROGRAM, config, mode ?? 'development', ...(began === undefined ? [] : [String(began)])]
  const { NODE_ENV: _env, ...ours } = process.env
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...ours, ...env, TPKIT_PLANTED: planted ?? '' },
  })
  const heard = hearing(child)
  const closed = once(child, 'close')
  const url = await Promise.race([heard.listening, closed.then(() => undefined)])
  if (url === undefined) throw new NotStarted(child.exitCode, heard.log())
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }
  return {
    ...{ url, ask: heard.ask, log: heard.log, kill },
    isAlive: () => child.exitCode === null && child.signalCode === null,
    close: async () => {
      if (child.connected) await Promise.race([heard.ask('close', null).catch(() => undefined), closed])
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 5000).unref())])
      await kill()
    },
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

function hearing(child: ChildProcess) {
  const waiting = new Map<number, Waiting>()
  let [said, next] = ['', 0]
  let listens: (url: string) => void = () => undefined
  const listening = new Promise<string>((resolve) => {
    listens = resolve
  })
  const hear = (piece: unknown): void => {
    said += String(piece)
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  child.on('message', (told: Told) => {
    if ('listening' in told) listens(told.listening)
    else if ('log' in told) hear(told.log)
    else settle(waiting, told)
  })
  child.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('expected an answer of the gateway, found its process at an end'))
    waiting.clear()
  })
  const ask: GatewayProcess['ask'] = (order, what) =>
    new Promise((resolve, reject) => {
      next += 1
      waiting.set(next, { resolve: (value) => resolve(value as never), reject }) // by the same types at the other end
      const asked: Asked = { id: next, order, what }
      child.send(asked, (error) => error && reject(error))
    })
  return { listening, ask, log: () => said }
}

function settle(waiting: Map<number, Waiting>, told: Exclude<Told, { listening: string } | { log: string }>): void {
  const one = waiting.get(told.id)
  waiting.delete(told.id)
  if ('failed' in told) one?.reject(new Error(told.failed))
  else one?.resolve(told.value)
}

/** One server under load: how many notifies it answers in a second, and what each costs it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Task } from './child.ts'

export type ServerName = 'hand-written' | 'hand-written, shared commits' | 'gateway'

export interface Figures {
  readonly perSecond: number
  /** Processor time of the server's process, all threads. */
  readonly cpuMicroseconds: number
}

/** After so many notifies a server is as fast as it gets. They are not in the figures. */
export const WARM_UP = 800

export async function figures(name: ServerName, task: Task, bodies: readonly Uint8Array[], callers: number): Promise<Figures> {
  const program = fileURLToPath(new URL(name === 'gateway' ? 'gateway-server.ts' : 'hand-written-server.ts', import.meta.url))
  const told = JSON.stringify({ ...task, shared: name === 'hand-written, shared commits' })
  const child = spawn(process.execPath, [...process.execArgv, program, told], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  try {
    const { url } = await heard<{ readonly url: string }>(child)
    const send = sender(`${url}/notify/${task.account}`, callers)
    await send(bodies.slice(0, WARM_UP))
    const [began, cpu] = [process.hrtime.bigint(), await cpuOf(child)]
    await send(bodies.slice(WARM_UP))
    const seconds = Number(process.hrtime.bigint() - began) / 1e9
    const count = bodies.length - WARM_UP
    return { perSecond: count / seconds, cpuMicroseconds: ((await cpuOf(child)) - cpu) / count }
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

async function heard<Message>(child: ChildProcess): Promise<Message> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('expected a server, found that it ended')))
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message
}

async function cpuOf(child: ChildProcess): Promise<number> {
  const answer = heard<{ readonly cpuMicroseconds: number }>(child)
  child.send('cpu')
  return (await answer).cpuMicroseconds
}

/** So many callers, each of which sends its next one when the last was answered, on a connection that stays. */
function sender(url: string, callers: number): (bodies: readonly Uint8Array[]) => Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  const caller = async (bodies: Iterator<Uint8Array>): Promise<void> => {
    for (let next = bodies.next(); !next.done; next = bodies.next()) await post(url, agent, next.value)
  }
  return async (bodies) => {
    const shared = bodies.values()
    await Promise.all(Array.from({ length: callers }, () => caller(shared)))
  }
}

function post(url: string, agent: Agent, body: Uint8Array): Promise<void> {
  const headers = { 'content-type': 'text/xml', 'content-length': body.byteLength }
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', resolve)
      if (answer.statusCode !== 200) reject(new Error(`expected every notify to be taken, found ${answer.statusCode}`))
    })
    sent.on('error', reject).end(body)
  })
}

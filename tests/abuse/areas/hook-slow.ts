import type { ServerResponse } from 'node:http'
import type { Cases, Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { eventsOf } from './events.ts'
import { delivering, deliveryOf, type HookServer, hookServer, register, unregister } from './hooks.ts'

const KB = 1024
/** What an endpoint may still write into the buffers of the line behind the 64 kB that are read. */
const ON_THE_LINE = 4 * KB * KB

export const hookSlow: Cases = {
  A071: async (first) => {
    const trial = first.at(first.world, { patient: true })
    const slow: readonly (readonly [string, (response: ServerResponse) => void, number?])[] = [
      ['accepts, and never answers', () => undefined],
      ['an endless body', endless, ON_THE_LINE],
      ['answers after a minute', (response) => void setTimeout(() => response.writeHead(200).end(), 60_000).unref()],
      ['a body that drips', dripping],
    ]
    // Side by side: each takes as long as a try may.
    const tries = slow.map(([what, answers, mostBytes]) => [what, leftAlone(trial, answers, mostBytes)] as const)
    // One that fails while another is waited for must not end the run.
    const ended = Promise.allSettled(tries.map(([, tried]) => tried))
    for (const [what, tried] of tries) await trial.bad(what, () => tried)
    await ended
    await trial.twin('answers at once', async () => {
      const server = await hookServer()
      const endpoint = await register(trial, server.url)
      const sold = await trial.shop.sellAndHear('qq')
      const isHeard = await delivering(trial, () => server.pushes.some(({ body }) => body.includes(sold.orderNo)))
      await unregister(trial, endpoint)
      await server.close()
      return isHeard ? undefined : 'it was not told'
    })
  },
}

function endless(response: ServerResponse): void {
  const piece = Buffer.alloc(16 * KB, 'x')
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  }
  response.writeHead(200).on('drain', write)
  write()
}

function dripping(response: ServerResponse): void {
  response.writeHead(200)
  const drops = setInterval(() => response.write('.'), 500)
  response.on('close', () => clearInterval(drops))
}

/** Two seconds more than a try may take. */
const TRY_MS = 17_000

/** The try ends from our side; whoever stands beside it is told at once. */
async function leftAlone(
  trial: Trial,
  answers: (response: ServerResponse) => void,
  mostBytes = KB * KB,
): Promise<string | undefined> {
  let [ended, written] = [0, 0]
  const slow = await hookServer((_request, response) => {
    response.on('close', () => {
      ended += 1
      written = Math.max(written, response.socket?.bytesWritten ?? 0)
    })
    answers(response)
  })
  const quick = await hookServer()
  const [bad, good] = [await register(trial, slow.url), await register(trial, quick.url)]
  try {
    return await told(trial, { slow, quick, bad: bad.id, ended: () => ended, written: () => written, mostBytes })
  } finally {
    await Promise.all([unregister(trial, bad), unregister(trial, good)])
    await Promise.all([slow.close(), quick.close()])
  }
}

interface Beside {
  readonly slow: HookServer
  readonly quick: HookServer
  readonly bad: string
  readonly ended: () => number
  readonly written: () => number
  readonly mostBytes: number
}

async function told(trial: Trial, { slow, quick, bad, ended, written, mostBytes }: Beside): Promise<string | undefined> {
  const { id } = await trial.shop.sellAndHear('qq')
  if (!(await delivering(trial, () => quick.pushes.length > 0, 5000))) return 'the endpoint beside it was not told'
  if (!(await delivering(trial, () => slow.pushes.length > 0))) return 'the slow one was not told'
  if (!(await until(() => ended() > 0, TRY_MS))) return 'the try goes on and on'
  if (written() > mostBytes) return `${written()} bytes were taken`
  const [event] = await eventsOf(trial, id, 'payment.succeeded')
  const hasFailed = await until(async () => ((await deliveryOf(trial, event?.id ?? '', bad))?.tries ?? 0) > 0)
  const delivery = await deliveryOf(trial, event?.id ?? '', bad)
  return hasFailed && delivery?.state === 'due' ? undefined : `expected a failed try, found ${JSON.stringify(delivery)}`
}

import type { Cases, Trial } from '../trial.ts'
import { openWorld } from '../world/world.ts'
import { delivering, hookServer, type Push, register, signatureOf, unregister } from './hooks.ts'

export const hook: Cases = {
  A072: async (first) => {
    const world = await openWorld({ planted: first.planted })
    try {
      const trial = first.at(world, { patient: true })
      await trial.good('five failures, then 200', () => sameEvent(trial))
    } finally {
      await world.close()
    }
  },
  A073: async (trial) => {
    const server = await hookServer()
    const { id, secret: old } = await register(trial, server.url)
    const next = async (): Promise<Push | undefined> => {
      const { orderNo } = await trial.shop.sellAndHear('qq')
      const find = (): Push | undefined => server.pushes.find(({ body }) => body.includes(orderNo))
      await delivering(trial, () => find() !== undefined)
      return find()
    }
    await trial.good('before', async () => signedBy(await next(), [old]))
    let fresh = ''
    await trial.good('during the overlap both sign, the new one first', async () => {
      const answer = await trial.shop.ask('a', 'POST', `/v1/webhook-endpoints/${id}/rotate`, { shows: true })
      fresh = JSON.parse(answer.body).secret
      trial.world.canaries.add(`second secret of ${id}`, fresh.replace('whsec_', ''))
      return signedBy(await next(), [fresh, old])
    })
    await trial.good('afterwards the new one alone', async () => {
      await trial.shop.ask('a', 'POST', `/v1/webhook-endpoints/${id}/drop-old-secrets`)
      return signedBy(await next(), [fresh])
    })
    await unregister(trial, { id })
    await server.close()
  },
}

function signedBy(push: Push | undefined, secrets: readonly string[]): string | undefined {
  if (!push) return 'nothing came'
  const expected = secrets.map((secret) => signatureOf(push, secret)).join(' ')
  return push.signatures.join(' ') === expected
    ? undefined
    : `expected ${secrets.length} signatures that fit, found ${push.signatures.length}`
}

/** A little more than each pause with its jitter. */
const PAUSES_MS = [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000].map((ms) => Math.ceil(ms * 1.11))

async function sameEvent(trial: Trial): Promise<string | undefined> {
  let failures = 0
  const server = await hookServer((_request, response) => {
    failures += 1
    response.writeHead(failures > 5 ? 200 : ([500, 503, 404, 302, 429][failures - 1] ?? 500)).end()
  })
  try {
    const { secret } = await register(trial, server.url)
    await trial.shop.sellAndHear('qq')
    await delivering(trial, () => server.pushes.length === 1)
    for (const [index, pause] of PAUSES_MS.entries()) {
      await trial.world.forward(pause)
      if (!(await delivering(trial, () => server.pushes.length === index + 2))) return `try ${index + 2} did not come`
    }
    return sixAlike(server.pushes, secret)
  } finally {
    await server.close()
  }
}

function sixAlike(pushes: readonly Push[], secret: string): string | undefined {
  const distinct = (of: (push: Push) => string): number => new Set(pushes.map(of)).size
  const [ids, bodies, times, signatures] = [
    distinct(({ id }) => id),
    distinct(({ body }) => body),
    distinct(({ timestamp }) => timestamp),
    distinct((push) => push.signatures.join()),
  ]
  if (ids !== 1 || bodies !== 1 || times !== 6 || signatures !== 6)
    return `found ${ids} ids, ${bodies} bodies, ${times} times, ${signatures} signatures`
  return pushes.every((push) => signedBy(push, [secret]) === undefined) ? undefined : 'a signature does not fit'
}

import type { Resolve } from '../../../packages/tpkit/src/gateway/guarded-lookup.ts'
import { webhookConnection } from '../../../packages/tpkit/src/gateway/webhook-connection.ts'
import type { Cases, Trial } from '../trial.ts'
import { eventsOf } from './events.ts'
import { delivering, deliveryOf, hookServer, register, unregister } from './hooks.ts'

export const ssrfWays: Cases = {
  A068: async (trial) => {
    const leads: readonly (readonly [string, readonly (readonly string[])[]])[] = [
      ['to loopback', [['127.0.0.1']]],
      ['to a public address, then to loopback (rebinding)', [['93.184.215.14'], ['127.0.0.1']]],
      ['to a public address and loopback', [['93.184.215.14', '127.0.0.1']]],
      ['to loopback and a public address', [['127.0.0.1', '93.184.215.14']]],
      ['to the metadata of a cloud', [['169.254.169.254']]],
      ['to loopback that is mapped into IPv6', [['::ffff:127.0.0.1']]],
      ['to nothing', [[]]],
    ]
    for (const [what, answers] of leads) await trial.bad(`a name that leads ${what}`, () => neverOpened(answers))
    await trial.twin('a name that leads to this machine, where that is allowed', openedOnce)
  },
  A069: async (trial) => {
    const second = await hookServer()
    const gateway = `${trial.shop.url}/healthz`
    for (const status of [301, 302, 303, 307, 308])
      for (const location of ['http://169.254.169.254/latest/meta-data/', second.url, gateway])
        await trial.bad(`${status} to ${location.replace(/:\d+/, '')}`, () =>
          notFollowed(trial, status, location, second.connections),
        )
    await trial.twin('204', () => deliveredTo(trial))
    await second.close()
  },
}

/** What a name leads to, at one look after the other. */
function resolver(answers: readonly (readonly string[])[]): Resolve {
  let looks = 0
  return async () => {
    const found = answers[Math.min(looks, answers.length - 1)] ?? []
    looks += 1
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}

const LIMITS = { timeoutMs: 300, maxBytes: 1000 }

function message(url: string) {
  return { method: 'POST', url, effect: 'write', headers: [], body: Buffer.from('{}') } as const
}

/** Nobody on this machine is called, however often the name is tried. */
async function neverOpened(answers: readonly (readonly string[])[]): Promise<string | undefined> {
  const server = await hookServer()
  const { port } = new URL(server.url)
  const way = webhookConnection({ reach: () => 'public', resolve: resolver(answers) })
  try {
    for (let time = 0; time < 3; time += 1) {
      const outcome = await way.send(message(`https://hooks.example:${port}/`), LIMITS).then(
        ({ status }) => status,
        () => undefined,
      )
      if (outcome !== undefined) return `answered ${outcome}`
    }
    return server.connections() === 0 ? undefined : `${server.connections()} connections were opened`
  } finally {
    await way.close()
    await server.close()
  }
}

async function openedOnce(): Promise<string | undefined> {
  const server = await hookServer()
  const way = webhookConnection({ reach: () => 'loopback', resolve: resolver([['127.0.0.1'], ['10.0.0.1']]) })
  try {
    const { status } = await way.send(message(`http://hooks.example:${new URL(server.url).port}/`), {
      ...LIMITS,
      timeoutMs: 5000,
    })
    return status === 204 && server.connections() === 1 ? undefined : `answered ${status}`
  } finally {
    await way.close()
    await server.close()
  }
}

async function notFollowed(trial: Trial, status: number, location: string, followed: () => number): Promise<string | undefined> {
  const server = await hookServer((_request, response) => void response.writeHead(status, { location }).end())
  const endpoint = await register(trial, server.url)
  const before = followed()
  try {
    const { id } = await trial.shop.sellAndHear('qq')
    const [event] = await eventsOf(trial, id, 'payment.succeeded')
    const find = () => deliveryOf(trial, event?.id ?? '', endpoint.id)
    if (!(await delivering(trial, async () => ((await find())?.tries ?? 0) > 0))) return 'it was not tried'
    const delivery = await find()
    if (delivery?.state !== 'due' || delivery.last !== `HTTP ${status}`)
      return `expected a failed try, found ${JSON.stringify(delivery)}`
    return followed() === before && server.pushes.length === 1 ? undefined : 'it was followed'
  } finally {
    await unregister(trial, endpoint)
    await server.close()
  }
}

async function deliveredTo(trial: Trial): Promise<string | undefined> {
  const server = await hookServer()
  const endpoint = await register(trial, server.url)
  const { id } = await trial.shop.sellAndHear('qq')
  const [event] = await eventsOf(trial, id, 'payment.succeeded')
  const isDelivered = await delivering(
    trial,
    async () => (await deliveryOf(trial, event?.id ?? '', endpoint.id))?.state === 'delivered',
  )
  await unregister(trial, endpoint)
  await server.close()
  return isDelivered ? undefined : 'it was not delivered'
}

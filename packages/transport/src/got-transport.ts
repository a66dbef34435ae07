import type { HttpRequest } from '@tpkit/core'
import type { Connection, ConnectionSettings, SendLimits, Transport } from '@tpkit/core/ports'
import { admit } from './admit.ts'
import { openAgents } from './agents.ts'
import { streamed, whole } from './answer.ts'
import { begin, type Call } from './call.ts'
import { refusal } from './failure.ts'
import { openIdentity } from './identity.ts'
import { routerOf } from './routes.ts'

/**
 * The `Transport` port on got: keep-alive per account, no redirect, no retry, answers as they were sent.
 *
 * What a call does:
 * - an address outside `origins` is refused before any name is looked up; `endpoints` rewrites the origin just before the socket
 * - the client certificate is presented for requests with `identity: 'merchant'` and for no others
 * - a connection must stand within 5 s, or within `timeoutMs` where that is less
 * - every status is an answer, 3xx and 5xx too; only a missing or broken answer is a `TransportError`
 *
 * @example
 * const connection = gotTransport().connect({ origins: ['https://qpay.qq.com'] })
 * const answer = await connection.send(request, { timeoutMs: 10_000, maxBytes: 1_000_000 })
 */
export function gotTransport(): Transport {
  return { connect }
}

function connect(settings: ConnectionSettings): Connection {
  const router = routerOf(settings)
  const identity = settings.identity && openIdentity(settings.identity, Date.now())
  const agents = openAgents(settings, identity?.secure)
  let closed = false
  const start = (request: HttpRequest, limits: SendLimits): Call => {
    if (closed) throw refusal('UNAVAILABLE', 'This connection was closed; nothing was sent')
    const route = router(request)
    admit(request, route, limits, identity !== undefined)
    return begin(agents, route, request, limits)
  }
  return {
    send: async (request, limits) => whole(start(request, limits), limits),
    download: async (request, limits) => streamed(start(request, limits), limits),
    ...(identity && { certificate: identity.certificate }),
    async close() {
      closed = true
      agents.close()
    },
  }
}

/** What is refused before a socket is thought of. */
import type { HttpRequest } from '@tpkit/core'
import type { SendLimits } from '@tpkit/core/ports'
import { refusal } from './failure.ts'
import type { Route } from './routes.ts'

/** These follow from the address and the body. One of a protocol's own could name another host or cut the body short. */
const OURS = /^(host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive|proxy-.*)$/i

/** Throws `TransportError` with `mayHaveLeft: false` for a request that cannot go this way. */
export function admit(request: HttpRequest, route: Route, limits: SendLimits, hasIdentity: boolean): void {
  if (limits.signal?.aborted)
    throw refusal('TIMEOUT', `${route.label}: the caller gave up before the call began; nothing was sent`)
  const header = request.headers.find(([name]) => OURS.test(name))?.[0]
  if (header !== undefined) {
    throw refusal('UNSUPPORTED', `${route.label}: the header ${header} is written by the transport; leave it out of the request`)
  }
  if (request.method === 'GET' && request.body !== undefined) {
    throw refusal('UNSUPPORTED', `${route.label}: a GET carries no body; leave it out of the request`)
  }
  if (request.identity === 'merchant') needIdentity(route, hasIdentity)
}

function needIdentity({ label, url }: Route, hasIdentity: boolean): void {
  if (!hasIdentity) {
    throw refusal('CONFIG', `${label}: this call needs the merchant's client certificate (商户证书); set it on the account`)
  }
  if (url.protocol === 'http:') {
    throw refusal('CONFIG', `${label}: a client certificate needs https; let endpoints lead to the sandbox's https port`)
  }
}

import type { Scope } from '@tpkit/backoffice'
import type { GatewayStep } from '../context.ts'
import type { GatewayParts } from '../parts.ts'
import { GatewayProblem } from '../problem/problem.ts'

/** One for all: whoever tries keys learns nothing from the answer. The log tells the reasons apart. */
const REFUSED =
  'authorization: expected "Bearer tpk_…" with an API key that is valid here, found none; ask the operator of the gateway for one'

/** Lets in who brings a key (RFC 6750), and sets `key` and `merchant`. What the key may do is asked behind it, by `allow`. */
export function authenticate({ backoffice, log, mode }: GatewayParts): GatewayStep {
  return async (c, next) => {
    const header = c.req.header('authorization')
    const text = /^Bearer +([\x21-\x7e]{1,256})$/i.exec(header ?? '')?.[1]
    if (text === undefined) throw challenge(header === undefined ? '' : ', error="invalid_token"')
    const found = await backoffice.apiKeys.authenticate(text, mode)
    if (found.kind === 'refused') {
      log.write({ event: 'key.refused', why: found.why, address: c.get('address'), requestId: c.get('requestId') })
      throw challenge(', error="invalid_token"')
    }
    c.set('key', found.key)
    c.set('merchant', found.merchant)
    await next()
  }
}

function challenge(error: string): GatewayProblem {
  return new GatewayProblem('API_KEY', REFUSED, { headers: { 'www-authenticate': `Bearer realm="tpkit"${error}` } })
}

/** Lets on whoever's key has the scope. */
export function allow(scope: Scope): GatewayStep {
  return async (c, next) => {
    if (!c.get('key')?.scopes.includes(scope)) {
      const wanted = `Bearer realm="tpkit", error="insufficient_scope", scope="${scope}"`
      throw new GatewayProblem(
        'SCOPE',
        `authorization: expected a key with the scope ${scope}, found one without; use another key`,
        {
          headers: { 'www-authenticate': wanted },
        },
      )
    }
    await next()
  }
}

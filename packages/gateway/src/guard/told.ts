import type { GatewayContext, GatewayStep } from '../context.ts'
import type { GatewayLog } from '../log.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** What a stranger writes there makes no new series. */
export function knownMethod(method: string): string {
  return METHODS.has(method) ? method : 'OTHER'
}

/** Tells of every request once it is answered: one line, from which metrics count as well. */
export function told(log: GatewayLog): GatewayStep {
  return async (c, next) => {
    const began = performance.now()
    await next()
    const { route = '*', requestId, address } = c.var
    const durationMs = performance.now() - began
    const method = knownMethod(c.req.method)
    log.write({ event: 'request', method, route, status: c.res.status, durationMs, requestId, address, ...known(c) })
  }
}

function known({ var: { traceId, key, code } }: GatewayContext): {
  traceId?: string
  merchant?: string
  keyId?: string
  code?: string
} {
  return {
    ...(traceId !== undefined && { traceId }),
    ...(key && { merchant: key.merchant, keyId: key.id }),
    ...(code !== undefined && { code }),
  }
}

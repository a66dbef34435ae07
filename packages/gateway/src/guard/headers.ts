import { secureHeaders } from 'hono/secure-headers'
import type { GatewayStep } from '../context.ts'
import type { GatewaySettings } from '../parts.ts'
import { GatewayProblem } from '../problem/problem.ts'

/** Half a year, and not for its neighbours: a gateway often shares its domain with what it does not know. */
const HSTS = 'max-age=15552000'

/**
 * What browsers are told with every answer: run nothing, frame nothing, keep nothing. A page that needs more says so itself, and is
 * not overruled.
 *
 * @param settings `publicUrl`: by which the gateway is reached; only behind https browsers are told to stay there
 */
export function safeHeaders(settings: Pick<GatewaySettings, 'publicUrl'>): GatewayStep {
  const nothing = ["'none'"]
  const secure = secureHeaders({
    contentSecurityPolicy: { defaultSrc: nothing, baseUri: nothing, formAction: nothing, frameAncestors: nothing },
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
    overwrite: false,
  })
  return async (c, next) => {
    await secure(c, next)
    if (settings.publicUrl.startsWith('https:')) c.res.headers.set('Strict-Transport-Security', HSTS)
    if (!c.res.headers.has('cache-control')) c.res.headers.set('Cache-Control', 'no-store')
    // What was not read of the request stands between this answer and the next request.
    if (c.res.status === 413) c.res.headers.set('Connection', 'close')
  }
}

/** Encoded slashes, backslashes, dots and NUL: what one reader of a path takes for a name is a step up for the next. */
const TRICKS = /%(?:2f|5c|2e|00)|\\|\0/i

/** Refuses what only serves to look different to a proxy than to us. */
export function plainRequests(): GatewayStep {
  return async (c, next) => {
    if (isTrick(new URL(c.req.url).pathname))
      throw new GatewayProblem('INVALID', 'path: expected it without encoded slashes, dots or NUL, found some; write it plainly')
    if (isEncoded(c.req.header('content-encoding')))
      throw new GatewayProblem(
        'BODY_TYPE',
        'Content-Encoding: expected a body that is not compressed, found one that is; send it as it is',
      )
    return next()
  }
}

export function isTrick(path: string): boolean {
  return TRICKS.test(path)
}

export function isEncoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity'
}

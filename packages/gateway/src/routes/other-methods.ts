import type { GatewayContext } from '../context.ts'
import { GatewayProblem } from '../problem/problem.ts'

export interface KnownPath {
  readonly method: string
  /** `/v1/payments/{id}` or `/notify/:account`. */
  readonly path: string
}

/** What no route took: OPTIONS says which methods a path has, others are told so, and unknown paths are not there. */
export function otherMethods(known: readonly KnownPath[]): (c: GatewayContext) => Response {
  const paths = [...new Set(known.map(({ path }) => path))]
  const table = paths.map((path) => ({ path: matcherOf(path), allowed: allowedBy(known.filter((one) => one.path === path)) }))
  return (c) => {
    const allowed = table.find(({ path }) => path.test(new URL(c.req.url).pathname))?.allowed
    if (allowed === undefined) throw noRoute()
    c.header('allow', allowed)
    if (c.req.method === 'OPTIONS') return c.body(null, 204)
    throw new GatewayProblem('METHOD', `method: expected one of ${allowed}, found another`)
  }
}

/** The same for every path that is not there, or not for whoever asks. */
export function noRoute(): GatewayProblem {
  return new GatewayProblem('ROUTE', 'path: expected one of those in /docs, found another')
}

function matcherOf(path: string): RegExp {
  const pattern = path.split(/\{\w+\}|:\w+/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${pattern.join('[^/]+')}$`)
}

function allowedBy(same: readonly KnownPath[]): string {
  const methods = same.map(({ method }) => method)
  const all = new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])
  return [...all].toSorted().join(', ')
}

import type { Deprecated } from './route.ts'

/** `Deprecation` (RFC 9745: a structured date), `Sunset` (RFC 8594: an HTTP date), and where to read on. */
export function deprecationHeaders({ at, sunset, link }: Deprecated): readonly (readonly [string, string])[] {
  return [
    ['deprecation', `@${Math.floor(at / 1000)}`],
    ...(sunset === undefined ? [] : ([['sunset', new Date(sunset).toUTCString()]] as const)),
    ...(link === undefined ? [] : ([['link', `<${link}>; rel="deprecation"; type="text/html"`]] as const)),
  ]
}

/** Which address a request really goes to: the allow-list of origins, and the rewrite of a sandbox below the signature. */
import type { HttpRequest } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { ConnectionSettings } from '@tpkit/core/ports'
import { refusal } from './failure.ts'

export interface Route {
  /** Where the socket goes. */
  readonly url: URL
  /** True for an address from `endpoints`. */
  readonly sandbox: boolean
  /** The call as a sentence may name it: without query, headers or body. */
  readonly label: string
}

type Router = (request: HttpRequest) => Route

/** Throws `TPError` (`CONFIG`) for origins or endpoints that cannot be meant so. */
export function routerOf(settings: Pick<ConnectionSettings, 'origins' | 'endpoints' | 'proxy'>): Router {
  const origins = new Set(settings.origins.map((text) => originOf(text, 'origins', ['https:'])))
  const endpoints = endpointsOf(settings.endpoints ?? {}, origins)
  const through = settings.proxy === undefined ? '' : ` (through the proxy ${settings.proxy})`
  return (request) => {
    const url = allowed(request.url, origins)
    const name = `${request.method} ${url.origin}${url.pathname}${through}`
    const endpoint = endpoints.get(url.origin)
    if (endpoint === undefined) return { url, sandbox: false, label: name }
    return { url: new URL(endpoint + url.pathname + url.search), sandbox: true, label: `${name} (sent to ${endpoint})` }
  }
}

function allowed(text: string, origins: ReadonlySet<string>): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined)
    throw refusal('UNSUPPORTED', 'The address of the request cannot be read; expected an absolute https:// URL')
  if (!origins.has(url.origin)) {
    const found = url.origin === 'null' ? `an address of ${url.protocol}` : url.origin
    throw refusal(
      'UNSUPPORTED',
      `Expected an address of ${[...origins].join(', ')}, found ${found}; add the origin to the manifest if the wallet really lives there`,
    )
  }
  // A signature holds over path and query as they were written; `URL` escapes and shortens what is not in its final form.
  // (A blob: address has the origin of what it points at.)
  if (url.protocol !== 'https:' || !isFinal(text, url)) {
    throw refusal(
      'UNSUPPORTED',
      `The address of a request to ${url.origin} is not in its final form; expected it as it goes over the wire, escaped and without fragment`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw refusal('UNSUPPORTED', `The address of the request to ${url.origin} holds a user or password; leave them out`)
  }
  return url
}

/** Path and query as they will stand in the request line; only the origin may be written in another way. */
function isFinal(text: string, { pathname, search }: URL): boolean {
  const written = text.replace(/^https:\/\/[^/?#\\]*/i, '')
  return (written.startsWith('/') ? written : `/${written}`) === pathname + search
}

function endpointsOf(endpoints: Readonly<Record<string, string>>, origins: ReadonlySet<string>): ReadonlyMap<string, string> {
  const rewritten = new Map(
    Object.entries(endpoints).map(([from, to]) => {
      const origin = originOf(from, 'endpoints', ['https:'])
      // A misspelt name would let the calls go to the real wallet although a sandbox was meant.
      if (!origins.has(origin)) {
        throw tpError(
          'CONFIG',
          `endpoints: expected one of ${[...origins].join(', ')} as name, found ${origin}; correct the name`,
        )
      }
      return [origin, originOf(to, `endpoints of ${origin}`, ['https:', 'http:'])] as const
    }),
  )
  const forgotten = [...origins].filter((origin) => rewritten.size > 0 && !rewritten.has(origin))
  if (forgotten.length === 0) return rewritten
  throw tpError(
    'CONFIG',
    `endpoints: expected ${forgotten.join(', ')} as well, found none; those calls would go to the real wallet`,
  )
}

/** The origin that a setting names and nothing else: no path, no query, no user. */
function originOf(text: string, field: string, protocols: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !protocols.includes(url.protocol) || url.href !== `${url.origin}/`) {
    const expected = protocols.map((protocol) => `${protocol}//host:port`).join(' or ')
    throw tpError('CONFIG', `${field}: expected an origin such as ${expected} without path, query or user; correct the setting`)
  }
  return url.origin
}

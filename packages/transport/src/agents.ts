/** The sockets of one account. Nobody else's requests travel on them, because Node pools by address and not by identity. */
import { X509Certificate } from 'node:crypto'
import { Agent as HttpAgent } from 'node:http'
import { type AgentOptions, Agent as HttpsAgent } from 'node:https'
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls'
import { tpError } from '@tpkit/core/errors'
import type { ConnectionSettings } from '@tpkit/core/ports'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { type Dialled, dialler } from './dial.ts'
import type { Route } from './routes.ts'

/** An idle socket is closed by us after this long, before most servers would close it under a request. */
const IDLE_MS = 30_000

export interface Agents {
  /** The agent for a route: with the client certificate only where the request asked for it. */
  readonly pick: (route: Route, identity: boolean) => { readonly http: HttpAgent } | { readonly https: HttpsAgent }
  /** Destroys every socket, also those in use. */
  readonly close: () => void
}

/**
 * `ca` vouches for the addresses in `endpoints` only, in place of the system's authorities: a sandbox's throwaway key
 * must never be able to pose as a real wallet. Throws `TPError` (`CONFIG`) for a `ca` or `proxy` that cannot be used.
 */
export function openAgents(settings: ConnectionSettings, identity: SecureContextOptions = {}): Agents {
  const proxy = settings.proxy === undefined ? undefined : proxyOf(settings.proxy)
  const pair = (trust: SecureContextOptions) => ({
    anonymous: secureAgent(trust, proxy),
    merchant: secureAgent({ ...trust, ...identity }, proxy),
  })
  const plain = plainAgent(proxy)
  const wallet = pair({})
  const sandbox = pair(settings.ca === undefined ? {} : { ca: authorityOf(settings.ca, settings.endpoints) })
  return {
    pick(route, presented) {
      if (route.url.protocol === 'http:') return { http: plain.agent }
      return { https: (route.sandbox ? sandbox : wallet)[presented ? 'merchant' : 'anonymous'].agent }
    },
    close() {
      for (const { close } of [plain, ...Object.values(wallet), ...Object.values(sandbox)]) close()
    },
  }
}

const KEPT = { keepAlive: true, timeout: IDLE_MS }

function plainAgent(proxy: URL | undefined): Dialled<HttpAgent> {
  return proxy
    ? dialler(new HttpProxyAgent({ ...KEPT, proxy }), 'tunnel', undefined)
    : dialler(new HttpAgent(KEPT), 'direct', 'connect')
}

function secureAgent(trust: SecureContextOptions, proxy: URL | undefined): Dialled<HttpsAgent> {
  // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's environment does not reach payments.
  const options: AgentOptions = { ...KEPT, secureContext: contextOf(trust), rejectUnauthorized: true }
  return proxy
    ? dialler(new HttpsProxyAgent({ ...options, proxy }), 'tunnel', 'secureConnect')
    : dialler(new HttpsAgent(options), 'direct', 'secureConnect')
}

let ordinary: SecureContext | undefined

/** The one with the system's authorities and no identity is everybody's: each costs 0.2 ms and 40 kB, and a thousand accounts are built at once. */
function contextOf(trust: SecureContextOptions): SecureContext {
  if (Object.keys(trust).length > 0) return createSecureContext(trust)
  ordinary ??= createSecureContext()
  return ordinary
}

function authorityOf(ca: string, endpoints: ConnectionSettings['endpoints']): string {
  if (Object.keys(endpoints ?? {}).length === 0) {
    throw tpError(
      'CONFIG',
      'ca: found without endpoints, so it would vouch for nothing; it is for a sandbox only. Set endpoints too, or leave ca out; ' +
        'a company-wide authority belongs into NODE_EXTRA_CA_CERTS',
    )
  }
  try {
    new X509Certificate(ca)
    return ca
  } catch {
    throw tpError(
      'CONFIG',
      'ca: cannot be read; expected the PEM text of an authority, which starts with -----BEGIN CERTIFICATE-----',
    )
  }
}

function proxyOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' || url.href !== `${url.origin}/`) {
    throw tpError('CONFIG', 'proxy: expected http://host:port without user, password or path; correct the setting')
  }
  return url
}

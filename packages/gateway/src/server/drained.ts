import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Edge } from '../guard/guards.ts'
import type { Exchanges } from './exchanges.ts'

type Ending = 'ended' | 'gave-up'

/** Ends a server: see `GatewayServer.drain`. */
export function drained(server: Server, exchanges: Exchanges, { drain, log }: Edge): (timeoutMs: number) => Promise<Ending> {
  const atOnce = new AbortController()
  let ending: Promise<Ending> | undefined
  const end = async (timeoutMs: number): Promise<Ending> => {
    drain.begin()
    const { underWay } = exchanges
    log.write({ event: 'drain', state: 'began', underWay: underWay.size })
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
    for (const { response } of underWay) if (!response.headersSent) response.shouldKeepAlive = false
    const waiting = new AbortController()
    const signal = AbortSignal.any([waiting.signal, atOnce.signal])
    const late = pause(timeoutMs, undefined, { signal }).catch(() => undefined)
    await Promise.race([exchanges.none(), late])
    waiting.abort()
    const state: Ending = underWay.size === 0 ? 'ended' : 'gave-up'
    log.write({ event: 'drain', state, underWay: underWay.size })
    server.closeAllConnections()
    await closed
    return state
  }
  return (timeoutMs) => {
    if (ending) atOnce.abort()
    ending ??= end(timeoutMs)
    return ending
  }
}

import type { Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Edge } from '../guard/guards.ts'
import type { Exchanges } from './exchanges.ts'

type Ending = 'ended' | 'gave-up'

/** Ends a server: see `GatewayServer.drain`. */
export function drained(server: Server, exchanges: Exchanges, edge: Edge): (timeoutMs: number) => Promise<Ending> {
  const { drain, log, settings } = edge
  const atOnce = new AbortController()
  let ending: Promise<Ending> | undefined
  const end = async (timeoutMs: number): Promise<Ending> => {
    drain.begin()
    const { underWay } = exchanges
    log.write({ event: 'drain', state: 'began', underWay: underWay.size })
    for (const { response } of underWay) if (!response.headersSent) response.shouldKeepAlive = false
    if (settings.drainDelayMs > 0) await passed(settings.drainDelayMs, atOnce.signal)
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
    const waiting = new AbortController()
    const signal = AbortSignal.any([waiting.signal, atOnce.signal])
    await Promise.race([exchanges.none(), passed(timeoutMs, signal)])
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

/** Resolves after that time, or as soon as nobody waits for it any more. */
async function passed(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}

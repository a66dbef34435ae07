import { setTimeout as pause } from 'node:timers/promises'
import { tpError } from '@tpkit/core'

const WAIT_MS = 20_000
const BETWEEN_MS = 100

/** Waits until something answers there, whatever it says, or nobody wants to know any more. */
export async function answers(url: string, signal: AbortSignal): Promise<void> {
  for (const until = Date.now() + WAIT_MS; Date.now() < until; await pause(BETWEEN_MS)) {
    if (signal.aborted || (await isThere(url))) return
  }
  throw tpError('UNAVAILABLE', `${url}: expected an answer within ${WAIT_MS / 1000} s, found none`)
}

async function isThere(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(BETWEEN_MS * 20) })
    await answer.body?.cancel()
    return answer.status !== 503
  } catch {
    return false
  }
}

import type { Cashier, Settled } from '@tpkit/cashier'
import type { HttpAnswer, Received } from '@tpkit/core'
import type { Clock } from '@tpkit/core/ports'
import { isEncoded } from './guard/headers.ts'
import { type Meter, meter } from './guard/meter.ts'
import { bucketOf } from './guard/proxies.ts'
import type { Queue } from './guard/queue.ts'
import type { GatewayLog } from './log.ts'
import type { AccountInfo, GatewaySettings, Shopfront } from './parts.ts'

export interface EarParts {
  readonly cashier: Pick<Cashier, 'settle'>
  readonly shopfront: Pick<Shopfront, 'accounts'>
  readonly queue: Queue
  readonly clock: Clock
  readonly log: GatewayLog
  readonly settings: Pick<GatewaySettings, 'requestsPerMinutePerAddress'>
}

/** A notify while it arrives. */
export interface Arriving extends Omit<Received, 'body'> {
  readonly address: string
  readonly requestId: string
  /** Reads the body, and no more than that many bytes. */
  readonly read: (mostBytes: number) => Promise<Body>
}

/** `cut-off`: whoever sent it is gone. `too-slow`: it did not come in time. `broken`: it is no HTTP. */
export type Body = Uint8Array | 'too-large' | 'cut-off' | 'too-slow' | 'broken'

/** The ear for wallets (支付结果通知入口): no API key, no JSON, and an answer in the wallet's own words. */
export interface Ear {
  /** Never rejects. */
  readonly hear: (accountName: string, arriving: Arriving) => Promise<HttpAnswer>
}

/**
 * Hands a notify to the cashier as it was received, and answers what that says: after its commit. Where it cannot listen it says
 * *later* in the wallet's words, so that the wallet tells again.
 *
 * From one address only so many that are not genuine are looked at in a minute; a genuine one is not counted, however many come.
 */
export function ear(parts: EarParts): Ear {
  const accounts = lookup(parts.shopfront)
  const strange = meter()
  return {
    hear: async (name, arriving) => {
      const began = performance.now()
      const account = accounts(name)
      if (!account) return unknownAccount(parts, strange, arriving)
      const { answer, what, paidAt } = await heard(parts, strange, account, arriving)
      const lagMs = paidAt === undefined ? undefined : parts.clock.nowMs() - paidAt
      const durationMs = performance.now() - began
      const { requestId } = arriving
      parts.log.write({ event: 'notify', account: name, what, durationMs, requestId, ...(lagMs !== undefined && { lagMs }) })
      return answer
    },
  }
}

/** By name; built anew when the configuration is another. */
function lookup({ accounts }: Pick<Shopfront, 'accounts'>): (name: string) => AccountInfo | undefined {
  let known = accounts()
  let byName = new Map(known.map((account) => [account.name, account]))
  return (name) => {
    const standing = accounts()
    if (standing !== known) [known, byName] = [standing, new Map(standing.map((account) => [account.name, account]))]
    return byName.get(name)
  }
}

const NOTHING: HttpAnswer = { status: 404, headers: [], body: '' }
const TOO_MANY: HttpAnswer = { status: 429, headers: [['retry-after', '60']], body: '' }
const ENCODED: HttpAnswer = { status: 415, headers: [], body: '' }
const UNREAD: Readonly<Record<Exclude<Body, Uint8Array>, HttpAnswer>> = {
  'too-large': { status: 413, headers: [], body: '' },
  'too-slow': { status: 408, headers: [], body: '' },
  'cut-off': { status: 400, headers: [], body: '' },
  broken: { status: 400, headers: [], body: '' },
}

/** Whoever guesses at names learns none. */
async function unknownAccount(
  { log, settings }: EarParts,
  strange: Meter,
  { address, requestId }: Arriving,
): Promise<HttpAnswer> {
  const { refused } = await strange.take(bucketOf(address), settings.requestsPerMinutePerAddress)
  if (!refused) log.write({ event: 'notify.stranger', address, requestId })
  return refused ? TOO_MANY : NOTHING
}

type Told = Pick<Settled, 'answer' | 'paidAt'> & { readonly what: string }

async function heard(parts: EarParts, strange: Meter, account: AccountInfo, arriving: Arriving): Promise<Told> {
  const { settings, log } = parts
  const { address, requestId, headers } = arriving
  const bucket = bucketOf(address)
  const { remaining } = await strange.look(bucket, settings.requestsPerMinutePerAddress)
  if (remaining === 0) {
    log.write({ event: 'rate.refused', by: 'notify', address, requestId })
    return { answer: account.later, what: 'rate' }
  }
  if (isEncoded(headers.get('content-encoding')?.join())) return { answer: ENCODED, what: 'encoded' }
  const body = await arriving.read(account.manifest.limits.maxMessageBytes)
  if (typeof body === 'string') return { answer: UNREAD[body], what: body }
  const told = await settled(parts, account, arriving, body)
  if (told.what === 'refused') await strange.take(bucket, settings.requestsPerMinutePerAddress)
  return told
}

async function settled(
  { cashier, queue, log }: EarParts,
  account: AccountInfo,
  arriving: Arriving,
  body: Uint8Array,
): Promise<Told> {
  const leave = queue.enter('notify')
  if (!leave) {
    log.write({ event: 'overload', queued: queue.depth(), route: '/notify/:account' })
    return { answer: account.later, what: 'overload' }
  }
  try {
    const { headers, query } = arriving
    return await cashier.settle(account.name, { headers, query, body })
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    log.write({ event: 'failed', during: 'notify', name, requestId: arriving.requestId })
    return { answer: account.later, what: 'failed' }
  } finally {
    leave()
  }
}

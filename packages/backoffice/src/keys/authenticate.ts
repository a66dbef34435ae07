import type { Instant } from '@tpkit/core'
import type { Authenticated, Backoffice, KeyRefusal } from '../backoffice.ts'
import type { BackofficeBooks } from '../ports.ts'
import type { ApiKeyRow, KeyMode, MerchantRow } from '../rows.ts'
import type { World } from '../world.ts'
import { isSecretOf, readKeyText } from './text.ts'

/** Asks the books each time: a key that was revoked opens nothing from then on. */
export function authenticator({ books, clock }: World): Backoffice['apiKeys']['authenticate'] {
  const noteUse = useNoter(books)
  return async (text, mode) => {
    const read = readKeyText(text)
    if (typeof read === 'string') return refused(read)
    if (read.mode !== mode) return refused('wrong-mode')
    const key = await books.apiKey(read.id)
    // Compared in any case: how long it takes does not tell whether there is such an id.
    const opens = isSecretOf(key?.digest, read.secret)
    if (!key) return refused('unknown')
    if (!opens) return refused('wrong-secret')
    const merchant = await books.merchant(key.merchant)
    const now = clock.nowMs()
    const why = obstacle(key, merchant, mode, now)
    if (!merchant || why !== undefined) return refused(why ?? 'unknown')
    noteUse(key, now)
    return { kind: 'known', key, merchant }
  }
}

function refused(why: KeyRefusal): Authenticated {
  return { kind: 'refused', why }
}

/** Whoever knows the secret may write another mode into the text, checksum and all: the row's own counts. */
function obstacle(key: ApiKeyRow, merchant: MerchantRow | undefined, mode: KeyMode, now: Instant): KeyRefusal | undefined {
  if (key.mode !== mode) return 'wrong-mode'
  if (key.revokedAt !== undefined) return 'revoked'
  if (key.expiresAt !== undefined && key.expiresAt <= now) return 'expired'
  return merchant?.disabledAt === undefined ? undefined : 'merchant-disabled'
}

const MINUTE_MS = 60_000

/** To the minute, and once in it, however many calls there are at one time. Nobody waits for it. */
function useNoter({ touchApiKey }: BackofficeBooks): (key: ApiKeyRow, now: Instant) => void {
  const noted = new Set<string>()
  let minute = 0
  return ({ id, lastUsedAt = -1 }, now) => {
    const at = now - (now % MINUTE_MS)
    if (at !== minute) noted.clear()
    minute = at
    if (lastUsedAt >= at || noted.has(id)) return
    noted.add(id)
    // Books that can be read but not written open the door all the same; the next minute tries again.
    touchApiKey(id, at).catch(() => undefined)
  }
}

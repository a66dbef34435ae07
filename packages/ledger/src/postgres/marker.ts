import { setTimeout as wait } from 'node:timers/promises'
import type { Pool } from 'pg'
import { commitUnknown } from './errors.ts'

/** How long an unknown commit is asked after. */
const ASK_AGAIN_MS = [100, 300, 1_000, 2_000] as const
/** Markers are needed for as long as a commit may be asked after: less than a minute. */
const MARKER_LIFE = "interval '1 hour'"

/** Of a transaction, in it. */
export const MARK = 'insert into commits (id, stands) values ($1, true)'

/**
 * Waits for the lost transaction to end. Where it stands its marker does, and says so; otherwise this marker keeps it from ever
 * standing, and tells whoever asks again that it does not.
 */
const ASK = `insert into commits (id, stands) values ($1, false)
  on conflict (id) do update set stands = commits.stands returning stands`

/** Whether a commit whose answer was lost stands. @throws `TPError` `TIMEOUT` where the server stays out of reach */
export async function stands(pool: Pool, marker: string, lost: Error): Promise<boolean> {
  for (const pause of ASK_AGAIN_MS) {
    try {
      const { rows } = await pool.query(ASK, [marker])
      return rows[0]?.stands === true
    } catch {
      await wait(pause)
    }
  }
  throw commitUnknown(lost)
}

/** Best effort: what stays is deleted the next time. */
export async function prune(pool: Pool): Promise<void> {
  await pool.query(`delete from commits where at < now() - ${MARKER_LIFE}`).catch(() => undefined)
}

import type { Actor } from './backoffice.ts'
import { checkActor } from './check.ts'
import type { Ids } from './ids.ts'
import type { BackofficeChange, BackofficePorts } from './ports.ts'
import type { AuditRow } from './rows.ts'

/** What every use case stands on. */
export interface World extends BackofficePorts {
  readonly ids: Ids
}

/** What an action says of itself in the audit trail. */
export interface Told extends Pick<AuditRow, 'what' | 'data'> {
  readonly subject: string
}

/** The one way to write: a change and who made it, together. */
export async function record({ books, clock, ids }: World, by: Actor, change: BackofficeChange, told: Told): Promise<void> {
  checkActor(by)
  await books.write(change, { id: ids('aud'), at: clock.nowMs(), who: by.who, ...told })
}

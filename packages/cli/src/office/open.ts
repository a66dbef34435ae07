import { userInfo } from 'node:os'
import type { RunningBackoffice } from 'tpkit/gateway'
import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { opened } from '../desk/open-tpkit.ts'

export interface OfficeFlags extends Common {
  readonly config: string
}

/** Opens the back office of a configuration for one piece of work, and lets it go afterwards. */
export async function withOffice<Result>(
  desk: Desk,
  config: string,
  work: (office: RunningBackoffice) => Promise<Result>,
): Promise<Result> {
  // Loaded where it is used: most commands need none.
  const { openBackoffice } = await import('tpkit/gateway')
  const office = await opened(desk, config, (path) => openBackoffice({ config: path }))
  try {
    return await work(office)
  } finally {
    await office.close()
  }
}

/** Who sits here, for the audit trail. */
export function operator(): { readonly who: string } {
  return { who: `cli:${userName()}` }
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}

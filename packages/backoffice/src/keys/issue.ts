import type { Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Backoffice, NewApiKey } from '../backoffice.ts'
import { checkLabel, demandMerchant, shown } from '../check.ts'
import { type ApiKeyRow, SCOPES, type Scope } from '../rows.ts'
import { record, type World } from '../world.ts'
import { digestOf, drawKey, keyText } from './text.ts'

/** The text is made here, handed over, and kept nowhere. */
export function issuer(world: World): Backoffice['apiKeys']['issue'] {
  const { clock, random } = world
  return async (wanted, by) => {
    const { merchant, mode, name, expiresAt } = wanted
    const now = clock.nowMs()
    check(wanted, now)
    await demandEnabled(world, merchant)
    const drawn = drawKey(random, mode)
    const key: ApiKeyRow = {
      ...{ id: drawn.id, merchant, mode, name, scopes: inOrder(wanted.scopes), digest: digestOf(drawn.secret), createdAt: now },
      ...(expiresAt !== undefined && { expiresAt }),
    }
    const data = { merchant, mode, name, scopes: key.scopes.join(' '), ...(expiresAt !== undefined && { expiresAt }) }
    await record(world, by, { put: 'api-key', row: key }, { what: 'api-key.issued', subject: key.id, data })
    return { key, text: keyText(drawn) }
  }
}

function check({ mode, name, scopes, expiresAt }: NewApiKey, now: Instant): void {
  if (mode !== 'live' && mode !== 'test') throw tpError('INVALID', 'mode: expected live or test, found another; say one of them')
  checkLabel('name', name)
  const strange = scopes.find((scope) => !SCOPES.includes(scope))
  if (scopes.length === 0 || strange !== undefined) throw unfitScope(strange)
  if (expiresAt === undefined || (Number.isSafeInteger(expiresAt) && expiresAt > now)) return
  throw tpError('INVALID', 'expiresAt: expected a moment that is still to come, found another; choose a later one')
}

function unfitScope(strange: string | undefined): Error {
  const found = strange === undefined ? 'none' : shown(strange)
  return tpError('INVALID', `scopes: expected at least one of ${SCOPES.join(', ')}, found ${found}; say what the key may do`)
}

function inOrder(scopes: readonly Scope[]): readonly Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope))
}

async function demandEnabled({ books }: World, merchant: string): Promise<void> {
  const { disabledAt } = await demandMerchant(books, merchant)
  if (disabledAt === undefined) return
  throw tpError('CONFLICT', `merchant ${merchant}: expected one that is enabled, found it disabled; enable it first`)
}

import { type TPError, tpError } from '@tpkit/core/errors'
import type { Actor } from './backoffice.ts'
import type { BackofficeBooks } from './ports.ts'
import type { MerchantRow } from './rows.ts'

/** As the configuration names merchants. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
const LABEL = /^(?=.*\S)\P{C}{1,100}$/u

export function checkName(field: string, name: string): void {
  if (NAME.test(name)) return
  throw tpError(
    'INVALID',
    `${field}: expected lower-case letters, digits and "-", 64 at most, found ${shown(name)}; choose another`,
  )
}

/** What people call something. */
export function checkLabel(field: string, label: string): void {
  if (LABEL.test(label)) return
  throw tpError('INVALID', `${field}: expected 1 to 100 visible characters, found ${shown(label)}; choose others`)
}

export function checkActor({ who }: Actor): void {
  if (/^\S.{0,199}$/s.test(who)) return
  throw tpError('INVALID', 'who: expected 1 to 200 characters for the audit trail, found none or more')
}

export async function demandMerchant({ merchant }: BackofficeBooks, id: string): Promise<MerchantRow> {
  const found = await merchant(id)
  if (found) return found
  throw missing(`merchant: expected one that there is, found none under ${shown(id)}; add it, or name another`)
}

export function missing(message: string): TPError {
  return tpError('NOT_FOUND', message, { retry: 'after-fix' })
}

/** A value of somebody's, short enough for a sentence. */
export function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40))
}

import type { Scope } from 'tpkit/gateway'

/** Every scope, for the help and the shell: the back office itself is loaded only where it is needed. */
const KNOWN: Readonly<Record<Scope, true>> = {
  'payments:read': true,
  'payments:write': true,
  'refunds:write': true,
  'events:read': true,
  'webhooks:read': true,
  'webhooks:write': true,
  'reconciliations:read': true,
  'reconciliations:write': true,
}

export const ALL_SCOPES = Object.keys(KNOWN) as readonly Scope[] // keys of a literal

/** `all` is short for every one of them. What is none of them is for the back office to refuse. */
export function scopesOf(said: readonly string[]): readonly Scope[] {
  return said.includes('all') ? ALL_SCOPES : (said as readonly Scope[]) // looked at where the key is issued
}

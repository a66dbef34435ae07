import type { Unanswered } from 'tpkit/gateway'

/** What the commands about merchants, API keys and webhook endpoints say. */
export interface OfficeWords {
  readonly merchant: {
    readonly head: readonly string[]
    readonly enabled: string
    readonly disabled: (since: string) => string
    readonly added: (id: string, title: string) => string
    readonly off: (id: string) => string
    readonly on: (id: string) => string
    readonly rate: (id: string, count: string) => string
    readonly usual: string
  }
  readonly key: {
    readonly head: readonly string[]
    readonly none: string
    readonly active: string
    readonly until: (time: string) => string
    readonly expired: (time: string) => string
    readonly revoked: (time: string) => string
    readonly never: string
    readonly issued: (name: string, merchant: string, mode: string, scopes: string) => string
    readonly once: string
    readonly really: (name: string, merchant: string) => string
    readonly gone: (name: string) => string
  }
  readonly hook: {
    readonly head: readonly string[]
    readonly none: string
    readonly all: string
    readonly added: (id: string, merchant: string, url: string) => string
    readonly changed: (id: string, url: string, types: string) => string
    readonly rotated: (id: string, count: number) => string
    readonly dropped: (id: string) => string
    readonly removed: (id: string) => string
    readonly taken: (id: string, status: number, ms: number) => string
    readonly notTaken: (id: string, reason: string) => string
    readonly status: (status: number, ms: number) => string
    readonly code: (code: string) => string
    readonly unanswered: Readonly<Record<Unanswered, (ms: number, code: string) => string>>
    readonly once: Readonly<Record<'whsec' | 'whpk', string>>
    readonly reallyDrop: (id: string) => string
    readonly reallyRemove: (url: string) => string
  }
  readonly step: Readonly<
    Record<
      | 'issue'
      | 'list'
      | 'enable'
      | 'disable'
      | 'revoke'
      | 'look'
      | 'add'
      | 'change'
      | 'rotate'
      | 'drop'
      | 'remove'
      | 'test'
      | 'again',
      string
    >
  >
  readonly nothing: string
  readonly leftAlone: string
}

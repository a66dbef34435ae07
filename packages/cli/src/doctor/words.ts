import type { Check } from './finding.ts'
import type { NoPay } from './payable.ts'

export interface Words {
  /** What core or a provider says, in the language of these words. */
  readonly reason: (sentence: string) => string
  readonly marks: Readonly<Record<'colon' | 'comma' | 'semicolon', string>>
  readonly checks: Readonly<Record<Check, string>>
  readonly readable: (accounts: number, methods: number) => string
  readonly mode: Readonly<Record<'production' | 'development' | 'realInDevelopment' | 'realTodo', string>>
  readonly ledger: Readonly<Record<'sqlite' | 'postgres' | 'none' | 'todo', string>>
  /** Where it listens, and what it is reached by. */
  readonly gateway: (listen: string, publicUrl: string | undefined) => string
  readonly schema: Readonly<Record<'old' | 'missing' | 'todo', string>>
  readonly planned: Readonly<Record<'found' | 'todo', string>>
  readonly ready: (plugin: string, version: string) => string
  readonly keys: Readonly<Record<'good' | 'todo', string>>
  readonly certificate: {
    readonly left: (days: number, until: string) => string
    readonly expired: (until: string) => string
    readonly none: (calls: readonly string[]) => string
    readonly renew: string
    readonly add: string
    /** One that signs messages. */
    readonly replace: string
  }
  readonly callback: Readonly<Record<CallbackFault | 'good' | 'sandbox', string>> & { readonly at: (address: string) => string }
  readonly callbackTodo: Readonly<Record<CallbackFault, string>>
  readonly reach: {
    readonly good: (origins: readonly string[]) => string
    readonly bad: (origin: string, reason: string) => string
    readonly proxied: (proxy: string) => string
    readonly proxyTodo: string
    readonly startSandbox: (line: string) => string
    /** Others answer where its own sandbox should; `line` starts that. */
    readonly otherSandbox: (line: string) => string
    /** Its own sandbox runs, at other addresses. */
    readonly elsewhere: (addresses: string) => string
    readonly network: string
    readonly tls: string
  }
  readonly clock: {
    readonly good: (seconds: number) => string
    readonly bad: (ours: string, theirs: string, seconds: number) => string
    readonly todo: string
  }
  readonly probe: { readonly todo: string; readonly sandbox: string }
  readonly retired: string
  readonly extendedBy: (accounts: readonly string[]) => string
  readonly unused: Readonly<Record<'found' | 'todo', string>>
  readonly every: string
  readonly method: {
    readonly planned: (account: string) => string
    /** Of payments that no rule takes. */
    readonly open: { readonly found: string; readonly todo: string }
    readonly todo: string
  }
  readonly noFile: string
  readonly notYet: (reference: string) => string
  readonly sandboxFirst: (line: string) => string
  readonly report: (path: string) => string
  readonly ignore: (file: string) => string
  readonly next: Readonly<Record<'init' | 'config' | 'mend', string>> & {
    readonly sandbox: (line: string) => string
    /** Where nothing is wrong but variables that are not set. */
    readonly variables: (loading: string) => string
    /** Of real accounts; `pay` is the step after it. */
    readonly live: (pay: string) => string
    readonly pay: (line: string) => string
    readonly noPay: Readonly<Record<NoPay, string>>
  }
}

/** What may be wrong with a callback address. */
export type CallbackFault = 'none' | 'malformed' | 'query' | 'plain' | 'private' | 'path'

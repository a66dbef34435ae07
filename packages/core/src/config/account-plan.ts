import type { AnyPlugin } from './import-plugin.ts'
import type { Mask } from './masked.ts'

/** One account, checked and ready to be built. */
export interface AccountPlan {
  readonly name: string
  /** The plugin as the file names it: a package, or a path. */
  readonly specifier: string
  readonly plugin: AnyPlugin
  readonly config: unknown
  readonly merchant: string
  readonly retired: boolean
  readonly notifyUrl?: string
  readonly endpoints?: Readonly<Record<string, string>>
  readonly ca?: string
  readonly proxy?: string
  /** Of everything that the account says, references followed: another one means that something changed. */
  readonly fingerprint: string
  /** For what the plugin's code says while the account is built. */
  readonly masked: Mask
}

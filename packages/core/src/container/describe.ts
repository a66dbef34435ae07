import type { CashierPlan, WebhookPlan } from '../config/cashier-plan.ts'
import type { Mode } from '../config/file-schema.ts'
import type { GatewayPlan } from '../config/gateway-plan.ts'
import type { Problem } from '../config/problem.ts'
import type { Payee } from '../contract/fact.ts'
import type { Manifest } from '../contract/manifest.ts'
import type { MethodPlan } from '../domain/route.ts'
import type { PresentedCertificate } from '../ports.ts'

/** An account as people look at it: nothing secret. */
export interface AccountDescription {
  readonly name: string
  /** The plugin as the configuration names it. */
  readonly plugin: string
  readonly merchant: string
  readonly retired: boolean
  readonly manifest: Manifest
  readonly payee: Payee
  readonly notifyUrl?: string
  /** Origin → origin: a sandbox. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** Who vouches for the sandbox's addresses, PEM. */
  readonly ca?: string
  readonly proxy?: string
  /** The client certificate, where the account has one. */
  readonly certificate?: PresentedCertificate
}

/** What a configuration says to the cashier, as people look at it: nothing secret. */
export interface CashierDescription extends Omit<CashierPlan, 'ledger' | 'webhooks' | 'digestKey'> {
  /** Without user and password. */
  readonly ledger?: string
  readonly webhooks: readonly Omit<WebhookPlan, 'secrets'>[]
  /** Whether payer ids are digested under a key of the merchant's own. */
  readonly digestKey: boolean
}

/** What a configuration says to the gateway, as people look at it: nothing secret. */
export interface GatewayDescription extends Omit<GatewayPlan, 'sealKeys'> {
  /** How many keys there are for what is sealed in the ledger. */
  readonly sealKeys: number
}

/** What a configuration came to, for `doctor`, `plugins` and the like. */
export interface Description {
  readonly source: string
  readonly mode: Mode
  readonly accounts: readonly AccountDescription[]
  readonly methods: readonly MethodPlan[]
  /** Absent where the configuration says nothing to it. */
  readonly cashier?: CashierDescription
  /** The same of the gateway. */
  readonly gateway?: GatewayDescription
  /** What works and should be looked at: keys that stand in the file, files that others may read. */
  readonly warnings: readonly Problem[]
}

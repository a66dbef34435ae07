import type { KeyObject } from 'node:crypto'
import type { ContainerModule, ServiceIdentifier } from 'inversify'
import type { ZodType } from 'zod'
import { tpError } from '../errors.ts'
import type { ClientIdentity } from '../ports.ts'
import type { Secret } from '../secret.ts'
import type { Received } from './http.ts'
import type { NotifyInspection } from './inspection.ts'
import type { Manifest } from './manifest.ts'
import type { Protocol } from './protocol.ts'
import type { Ability, Scene } from './scene.ts'
import type { TP } from './tp.ts'

/** The contract that this core speaks, and the oldest that it still loads: docs/reference/contract.md says what a version promises. */
export const CONTRACT_VERSION = '1.0'
export const CONTRACT_FLOOR = '0.1'

/** What core holds for an account and a protocol never sees. */
export interface AccountKeys {
  /** Private keys by the names that `sign` and `unseal` use. */
  readonly privateKeys?: Readonly<Record<string, KeyObject>>
  /** The wallet's public keys that the operator configured; learned keys never replace them. */
  readonly pinned?: Readonly<Record<string, KeyObject>>
  /** Prefixes of key ids that exist only as pinned ones, such as `PUB_KEY_ID_`: no refresh is asked for them. */
  readonly pinnedOnly?: readonly string[]
  readonly identity?: ClientIdentity
  /** Values that a recording must never show. */
  readonly secrets?: readonly Secret[]
}

/** Gets what the plugin's own `module` binds, with what that is injected with, or a port. For what is built once; a call's time and nonce come in `at`. */
export type GetBound = <Bound>(token: ServiceIdentifier<Bound>) => Bound

interface PluginBase<Config> {
  readonly name: string
  /** `major.minor` of the contract that it was written for. */
  readonly contract: string
  /** What the provider is and can do under its usual options, before there is an account. */
  readonly manifest: Manifest
  /** What an account's entry in the config file may say, beside what core itself reads there. */
  readonly config: ZodType<Config>
  /**
   * Bindings of its own, never a port, loaded before accounts are built: at the start and anew at each reload. What holds sockets
   * or timers ends them by `onDeactivation`, which comes when the last call of its configuration has ended.
   */
  readonly module?: ContainerModule
  /** Explains a notify to the person who looks for a mistake in it. Pure; never throws for what a message says. */
  readonly inspect?: (received: Received, config: Config) => NotifyInspection
}

/** The usual plugin: a pure protocol; core sends, signs and judges for it. */
export interface ProtocolPlugin<Config, S extends Scene, A extends Ability> extends PluginBase<Config> {
  /** Private keys, client identity and pinned public keys: handed to core, not to the protocol. */
  readonly keys: (config: Config, get: GetBound) => AccountKeys
  readonly protocol: (config: Config, get: GetBound) => Protocol<S, A>
}

/** A plugin that wraps a vendor's SDK and answers for the whole TP itself; the same laws apply. */
export interface TPPlugin<Config, S extends Scene, A extends Ability> extends PluginBase<Config> {
  readonly tp: (config: Config, account: string, get: GetBound) => TP<S, A>
}

/** A provider package's default export. */
export type Plugin<Config, S extends Scene, A extends Ability> = ProtocolPlugin<Config, S, A> | TPPlugin<Config, S, A>

/**
 * Declares a plugin; the identity function, for its types and for the early refusal of a bad name.
 *
 * @example export default definePlugin({ name: 'qqwallet', contract: '1.0', manifest, config, keys, protocol: qqwallet })
 */
export function definePlugin<
  Config,
  S extends Scene,
  A extends Ability,
  P extends Plugin<Config, S, A> = ProtocolPlugin<Config, S, A>,
>(plugin: P & Plugin<Config, S, A>): P {
  if (!/^[a-z][a-z0-9-]{1,31}$/.test(plugin.name)) {
    throw tpError('CONFIG', `plugin name: expected lower-case letters, digits and "-", found ${JSON.stringify(plugin.name)}`)
  }
  return plugin
}

/** Whether a plugin's contract lies in `[floor, current]`. */
export function acceptsContract(version: string): boolean {
  const found = ordinal(version)
  return found !== undefined && found >= (ordinal(CONTRACT_FLOOR) ?? 0) && found <= (ordinal(CONTRACT_VERSION) ?? 0)
}

function ordinal(version: string): number | undefined {
  const parts = /^([0-9]{1,4})\.([0-9]{1,4})$/.exec(version)
  return parts ? Number(parts[1]) * 10_000 + Number(parts[2]) : undefined
}

import type { ServiceIdentifier } from 'inversify'
import type { Ability, Scene } from '../contract/scene.ts'
import type { TP } from '../contract/tp.ts'
import type {
  Clock,
  KeyRing,
  Log,
  PluginImports,
  Random,
  Recorder,
  Secrets,
  Settings,
  Signer,
  Transport,
  Turn,
  Unpack,
} from '../ports.ts'

/** `Symbol.for`, so that two copies of this package in one process still meet at the same door. */
function token<T>(name: string): ServiceIdentifier<T> {
  return Symbol.for(`@tpkit/core/${name}`)
}

export const CLOCK: ServiceIdentifier<Clock> = token('Clock')
export const RANDOM: ServiceIdentifier<Random> = token('Random')
export const TURN: ServiceIdentifier<Turn> = token('Turn')
export const SIGNER: ServiceIdentifier<Signer> = token('Signer')
export const KEY_RING: ServiceIdentifier<KeyRing> = token('KeyRing')
export const LOG: ServiceIdentifier<Log> = token('Log')
export const SECRETS: ServiceIdentifier<Secrets> = token('Secrets')
export const SETTINGS: ServiceIdentifier<Settings> = token('Settings')
export const PLUGIN_IMPORTS: ServiceIdentifier<PluginImports> = token('PluginImports')
export const TRANSPORT: ServiceIdentifier<Transport> = token('Transport')
export const UNPACK: ServiceIdentifier<Unpack> = token('Unpack')
/** Bound by nobody unless a merchant wants recordings. */
export const RECORDER: ServiceIdentifier<Recorder> = token('Recorder')
/** One per account, by the account's name. */
export const ACCOUNT: ServiceIdentifier<TP<Scene, Ability>> = token('Account')

/** What only core and a merchant's own module may bind, by the names that people know them by. */
export const PORTS: Readonly<Record<string, ServiceIdentifier>> = {
  CLOCK,
  RANDOM,
  TURN,
  SIGNER,
  KEY_RING,
  LOG,
  SECRETS,
  SETTINGS,
  PLUGIN_IMPORTS,
  TRANSPORT,
  UNPACK,
  RECORDER,
  ACCOUNT,
}

import { ContainerModule } from 'inversify'
import type { AccountPlan } from '../config/read-config.ts'
import type { GetBound } from '../contract/plugin.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { TP } from '../contract/tp.ts'
import type { Clock, Connection, KeyRing, Log, Random, Recorder, Signer, Transport, Unpack } from '../ports.ts'
import { createTP } from '../tp/create-tp.ts'
import { ACCOUNT, CLOCK, KEY_RING, LOG, RANDOM, RECORDER, SIGNER, TRANSPORT, UNPACK } from './tokens.ts'

const WORLD = [TRANSPORT, UNPACK, CLOCK, RANDOM, SIGNER, KEY_RING, LOG, { serviceIdentifier: RECORDER, optional: true }] as const

/** Binds the TP of one account, built once from the ports that the container holds; `get` is the plugin's way to them. `opened` hears of its connection. */
export function accountModule(plan: AccountPlan, get: GetBound, opened: (connection: Connection) => void): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(ACCOUNT)
      .toResolvedValue(
        (
          transport: Transport,
          unpack: Unpack,
          clock: Clock,
          random: Random,
          signer: Signer,
          keyRing: KeyRing,
          log: Log,
          recorder?: Recorder,
        ) =>
          buildAccount(plan, get, transport, opened, {
            unpack,
            clock,
            random,
            signer,
            keyRing,
            log,
            ...(recorder && { recorder }),
          }),
        [...WORLD],
      )
      .inSingletonScope()
      .whenNamed(plan.name)
  })
}

interface AccountWorld {
  readonly unpack: Unpack
  readonly clock: Clock
  readonly random: Random
  readonly signer: Signer
  readonly keyRing: KeyRing
  readonly log: Log
  readonly recorder?: Recorder
}

function buildAccount(
  { name, plugin, config, endpoints, ca, proxy }: AccountPlan,
  get: GetBound,
  transport: Transport,
  opened: (connection: Connection) => void,
  world: AccountWorld,
): TP<Scene, Ability> {
  if ('tp' in plugin) return plugin.tp(config, name, get)
  const protocol = plugin.protocol(config, get)
  const keys = plugin.keys(config, get)
  const connection = transport.connect({
    origins: protocol.manifest.origins,
    ...(keys.identity && { identity: keys.identity }),
    ...(endpoints && { endpoints }),
    ...(ca && { ca }),
    ...(proxy && { proxy }),
  })
  opened(connection)
  return createTP({ account: name, protocol, keys, connection, ...world })
}

// First, once, and nowhere else: inversify needs it.
import 'reflect-metadata'
import { Container, type ContainerModule } from 'inversify'
import { type ConfigWorld, readConfig } from '../config/read-config.ts'
import { tpError } from '../errors.ts'
import { buildGeneration } from './build.ts'
import { coreModule } from './core-module.ts'
import { describeGeneration } from './describe-generation.ts'
import { accountHandle, methodHandle } from './handles.ts'
import { PLUGIN_IMPORTS, SECRETS, SETTINGS } from './tokens.ts'
import type { Tpkit } from './tpkit.ts'

export interface OpenOptions {
  /**
   * Loaded after core's own, in this order: each may bind and rebind any port, and what it binds outlives every reload.
   * SETTINGS, TRANSPORT and UNPACK must be bound here. A plugin's own module cannot bind ports.
   */
  readonly modules: readonly ContainerModule[]
  /** Whatever the file says: production cannot be lowered from here. */
  readonly mode?: 'production'
}

/** Reads the configuration, loads the plugins that it names, and builds one TP per account. */
export async function openTpkit({ modules, mode }: OpenOptions): Promise<Tpkit> {
  const ports = new Container({ defaultScope: 'Singleton' })
  ports.load(coreModule, ...modules)
  const world: ConfigWorld = {
    settings: ports.get(SETTINGS),
    secrets: ports.get(SECRETS),
    plugins: ports.get(PLUGIN_IMPORTS),
    ...(mode && { mode }),
  }
  const generation = await buildGeneration(ports, await readConfig(world))
  const now = () => generation
  // Handles of every scene and ability stand in for the narrower ones that a generated declaration names: it was written from
  // the manifests, and what it got wrong throws UNSUPPORTED.
  return {
    method: (name: string) => methodHandle(now().method(name).name, now),
    account: (name: string) => accountHandle(now().account(name).plan.name, now),
    get accounts() {
      return [...now().accounts.keys()]
    },
    get methods() {
      return [...now().methods.keys()]
    },
    describe: () => describeGeneration(now()),
    reload: async () => {
      throw tpError('CONFIG', 'reload: not built yet; restart')
    },
    close: async () => {
      await generation.close()
      await ports.unbindAllAsync()
    },
  }
}

import { ContainerModule } from 'inversify'
import { memoryKeyRing, silentLog, systemClock, systemRandom, systemTurn, threadPoolSigner } from '../system/node.ts'
import { nodePlugins } from '../system/plugins.ts'
import { systemSecrets } from '../system/secrets.ts'
import { CLOCK, KEY_RING, LOG, PLUGIN_IMPORTS, RANDOM, SECRETS, SIGNER, TURN } from './tokens.ts'

/** The ordinary doors. Transport, Unpack and Settings are the composition root's to choose. */
export const coreModule: ContainerModule = new ContainerModule(({ bind }) => {
  bind(CLOCK).toConstantValue(systemClock)
  bind(RANDOM).toConstantValue(systemRandom)
  bind(TURN).toConstantValue(systemTurn)
  bind(SIGNER).toConstantValue(threadPoolSigner)
  bind(KEY_RING).toConstantValue(memoryKeyRing())
  bind(LOG).toConstantValue(silentLog)
  bind(SECRETS).toConstantValue(systemSecrets)
  bind(PLUGIN_IMPORTS).toConstantValue(nodePlugins)
})

import type { Backoffice } from './backoffice.ts'
import { adder } from './endpoints/add.ts'
import { changer } from './endpoints/change.ts'
import { remover } from './endpoints/remove.ts'
import { dropper, rotator } from './endpoints/rotate.ts'
import { secretsOf } from './endpoints/secret.ts'
import { idsFrom } from './ids.ts'
import { authenticator } from './keys/authenticate.ts'
import { issuer } from './keys/issue.ts'
import { revoker } from './keys/revoke.ts'
import { creator } from './merchants/create.ts'
import { configurer, settingsOf } from './merchants/settings.ts'
import { switcher } from './merchants/switch.ts'
import type { BackofficePorts } from './ports.ts'
import type { World } from './world.ts'

/** Merchants, API keys, webhook endpoints and settings over their ports. Any number of them may work on the same books. */
export function createBackoffice(ports: BackofficePorts): Backoffice {
  const { books } = ports
  const world: World = { ...ports, ids: idsFrom(ports.clock, ports.random) }
  return {
    merchants: {
      list: books.merchants,
      get: books.merchant,
      create: creator(world),
      disable: switcher(world, 'disabled'),
      enable: switcher(world, 'enabled'),
      settings: settingsOf(books),
      configure: configurer(world),
    },
    apiKeys: { list: books.apiKeys, issue: issuer(world), revoke: revoker(world), authenticate: authenticator(world) },
    endpoints: {
      list: books.endpoints,
      add: adder(world),
      change: changer(world),
      rotate: rotator(world),
      dropOldSecrets: dropper(world),
      remove: remover(world),
      secrets: secretsOf(world),
    },
    audit: books.audit,
  }
}

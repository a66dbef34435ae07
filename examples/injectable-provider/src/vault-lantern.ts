/**
 * A third party's plugin: LanternPay for houses whose keys lie in a vault and in no file. Classes, put together by inversify.
 * Parameter decorators are no JavaScript, so Node cannot run this file by stripping its types: publish what tsc makes of it.
 */
import type { AccountKeys, Instant, Protocol } from '@tpkit/core'
import { definePlugin, type GetBound, Secret } from '@tpkit/core'
import { CLOCK } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { Clock } from '@tpkit/core/ports'
import { ContainerModule, inject, injectable, type ServiceIdentifier } from 'inversify'
import { z } from 'zod'
// In a house of its own: from the package that publishes it.
import lantern from '../../lantern-provider/src/lantern.ts'

/** What the merchant brings: their vault's client, bound in a module of theirs. */
export interface Vault {
  readonly lease: (name: string) => { readonly key: string; readonly until: Instant }
}
export const VAULT: ServiceIdentifier<Vault> = Symbol.for('vault-lantern/Vault')

const config = z.strictObject({ shopId: z.string().regex(/^L[0-9]{4}$/), notifyUrl: z.url() })
type Account = z.infer<typeof config>

/** Ports and what the merchant bound come by their tokens. */
@injectable()
export class Leases {
  readonly #vault: Vault
  readonly #clock: Clock

  constructor(@inject(VAULT) vault: Vault, @inject(CLOCK) clock: Clock) {
    this.#vault = vault
    this.#clock = clock
  }

  key(name: string): Secret {
    const { key, until } = this.#vault.lease(name)
    if (until > this.#clock.nowMs()) return new Secret(key)
    throw tpError('CONFIG', `vault: expected a lease of ${name} that still runs, found one that has ended; renew it and reload`)
  }
}

/** A class of the plugin's own comes by its type: `emitDecoratorMetadata` writes down which. */
@injectable()
export class VaultLantern {
  readonly #leases: Leases

  constructor(leases: Leases) {
    this.#leases = leases
  }

  /** For core: what a recording must never show. */
  keys({ shopId }: Account): AccountKeys {
    return { secrets: [this.#leases.key(shopId)] }
  }

  protocol(account: Account): Protocol<'native', 'close' | 'queryRefund'> {
    return lantern.protocol({ ...account, key: this.#leases.key(account.shopId) })
  }
}

const module = new ContainerModule(({ bind }) => {
  bind(Leases).toSelf()
  bind(VaultLantern).toSelf()
})
const keys = (account: Account, get: GetBound) => get(VaultLantern).keys(account)
const protocol = (account: Account, get: GetBound) => get(VaultLantern).protocol(account)
export default definePlugin({
  name: 'vault-lantern',
  contract: '1.0',
  manifest: lantern.manifest,
  config,
  module,
  keys,
  protocol,
})

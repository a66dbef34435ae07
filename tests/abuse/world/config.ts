import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Canaries, canary } from './secrets.ts'
import type { Side, WalletName, WalletStand } from './wallets.ts'

const PLUGINS: Readonly<Record<WalletName, string>> = {
  qq: fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet')),
  wx: fileURLToPath(import.meta.resolve('@tpkit/provider-wechatpay')),
  ali: fileURLToPath(import.meta.resolve('@tpkit/provider-alipay')),
}

export const MERCHANTS: Readonly<Record<Side, string>> = { a: 'main', b: 'tea' }
export const SIDES: readonly Side[] = ['a', 'b']

/** So few that a slow client is seen to be left; so many that no case of another kind meets them. */
const LIMITS = { requestSeconds: 2, perKeyPerMinute: 1_000_000, perAddressPerMinute: 1_000_000 }
/** Nobody listens there: the cases carry notifies themselves. */
const NOWHERE = 'http://127.0.0.1:9'

/** Entries beside those of the wallets. */
export interface More {
  readonly accounts: object
  readonly methods: object
}

const NO_MORE: More = { accounts: {}, methods: {} }

/** Of a gateway whose accounts are those merchants' at those wallets; `qq-a` by `wallet-qq-a`. */
export async function writeConfig(
  path: string,
  stands: readonly WalletStand[],
  canaries: Canaries,
  more: More = NO_MORE,
): Promise<void> {
  const tills = stands.flatMap((stand) => SIDES.map((side) => ({ stand, side, name: `${stand.name}-${side}` })))
  const [digestKey, sealKey] = [canary(40), canary(40)]
  canaries.add('digestKey', digestKey)
  canaries.add('sealKey', sealKey)
  const accounts = tills.map(({ stand, side, name }) => [
    name,
    { plugin: PLUGINS[stand.name], merchant: MERCHANTS[side], notifyUrl: `${NOWHERE}/notify/${name}`, ...stand.entry(side) },
  ])
  const methods = tills.map(({ side, name }) => [`wallet-${name}`, { merchant: MERCHANTS[side], use: name }])
  const config = {
    accounts: { ...Object.fromEntries(accounts), ...more.accounts },
    methods: { ...Object.fromEntries(methods), ...more.methods },
    ledger: 'sqlite:./tpkit.db',
    // Time passes in some cases, and orders of others stay open.
    cashier: { digestKey, orderMinutes: 110 },
    gateway: { listen: '127.0.0.1:0', sealKeys: [sealKey], limits: LIMITS },
  }
  await writeFile(path, JSON.stringify(config))
}

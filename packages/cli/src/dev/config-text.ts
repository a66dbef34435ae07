import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'
import type { StartedWallet } from '../sandbox/start-wallet.ts'
import { type SandboxWalletName, USUAL_PLACE } from '../sandbox/wallets.ts'

export interface DevWallet {
  readonly name: SandboxWalletName
  readonly started: StartedWallet
}

/** A configuration as a merchant would write it: an account at each wallet, a method for each, and `wallet`, which is the first one's. */
export function configText(wallets: readonly DevWallet[], port: number): string {
  const url = `http://127.0.0.1:${port}`
  const accounts = wallets.map(({ name, started: { account } }) => {
    const own = USUAL_PLACE[name].account
    // Elsewhere this is the package's name; a temporary folder has no packages to find it among.
    const plugin = fileURLToPath(import.meta.resolve(account.plugin))
    return [own, { ...account, plugin, notifyUrl: `${url}/notify/${own}` }] as const
  })
  const [first] = wallets
  const methods = wallets.map(({ name }) => [name, USUAL_PLACE[name].account] as const)
  const config = {
    accounts: Object.fromEntries(accounts),
    methods: { ...(first && { wallet: USUAL_PLACE[first.name].account }), ...Object.fromEntries(methods) },
    ledger: 'sqlite:./tpkit.db',
    gateway: { listen: `127.0.0.1:${port}` },
    mode: 'development',
  }
  return stringify(config, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
}

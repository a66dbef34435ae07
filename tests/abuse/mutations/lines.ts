import type { CaseLine } from '../cases.ts'
import type { WalletName } from '../world/wallets.ts'

const TITLES: Readonly<Record<WalletName, string>> = { qq: 'QQ Wallet', wx: 'WeChat Pay', ali: 'Alipay' }

/** What mutations are reported as: they stand beside the cases. */
export function mutationLine(name: WalletName): CaseLine {
  return {
    ...{ id: `M-${name}`, area: 'mutations', provider: name, level: 'http', verdict: 'REJECT', src: [] },
    title: `mutations of a notify of ${TITLES[name]}`,
    send: 'every field changed, removed, doubled, emptied; bytes, cuts, encodings, headers, orders',
    expect: 'what changes layout alone says exactly the same; everything else is refused or kept apart',
  }
}

import { QQ_API_ORIGIN, QQ_ORIGIN } from '../../qqwallet/desk.ts'
import type { QQMerchant } from '../../qqwallet/merchant.ts'
import type { QQWalletOptions } from '../../qqwallet/wallet.ts'
import { recordedWallet } from '../../tpcase/record.ts'
import type { Authority } from '../certificates.ts'
import { textFields } from '../fields.ts'
import { writeMerchantFiles } from '../files.ts'
import { literal } from '../inspector/literal.ts'
import type { Kind } from '../kind.ts'
import { FIRST_MCH_ID } from '../names.ts'
import { subMerchantsIn } from '../sub-merchants.ts'
import { seed } from '../worlds.ts'
import { accountOf, completeMerchant, type SandboxAccount } from './account.ts'
import { checkUsable } from './usable.ts'

/** How a wallet is, but for who its merchants are. */
export type WalletOptions = Omit<QQWalletOptions, 'merchants'>

const TEXTS = ['mchId', 'apiKey', 'name', 'appId', 'appKey', 'opUserId', 'opUserPassword'] as const

/** QQ Wallet behind two doors: refunds and reversals want a client certificate. */
export function qqKind(authority: Authority): Kind<Partial<QQMerchant>, QQMerchant, WalletOptions, SandboxAccount> {
  return {
    origins: { plain: QQ_ORIGIN, tls: QQ_API_ORIGIN },
    firstNumber: FIRST_MCH_ID,
    mutual: true,
    callerOf: ({ body }) => /<mch_id>\s*(?:<!\[CDATA\[)?([0-9]{1,32})/.exec(Buffer.from(body).toString('latin1'))?.[1],
    draw: async (wish, mchId) => {
      const merchant = completeMerchant(wish, mchId)
      checkUsable(merchant)
      return {
        merchant,
        settle: async ({ url, tlsUrl }, dir) => {
          const pair = await authority.issueMerchant(mchId)
          return accountOf(merchant, await writeMerchantFiles(dir, { ca: authority.ca, ...pair }), url, tlsUrl)
        },
      }
    },
    open: (merchant, options) => recordedWallet({ ...seed(), ...options, merchants: [merchant] }),
    plain: {},
    fields: [...TEXTS, 'subMerchants'],
    wishIn: (body) => ({ ...textFields(body, TEXTS), ...subMerchantsIn(body) }),
    pasted: { wallet: pastedWallet, compared },
  }
}

function pastedWallet({ mchId, appId }: SandboxAccount) {
  const merchant = [`mchId: ${literal(mchId)}`, 'apiKey', ...(appId === undefined ? [] : [`appId: ${literal(appId)}`])]
  return {
    imports: "import { qqWallet } from '@tpkit/sandbox'\nimport { expect, test } from 'vitest'\n",
    before: `// The merchant's API key (API 密钥) is not written down here: SANDBOX_API_KEY=… npx vitest run
const apiKey = process.env.SANDBOX_API_KEY ?? ''
`,
    made: `qqWallet({ merchants: [{ ${merchant.join(', ')} }] })`,
  }
}

const COMPARED = ['return_code', 'retcode', 'result_code', 'err_code', 'trade_state'] as const

function compared(answerFields: readonly (readonly [string, string])[]): readonly string[] {
  const fields = new Map(answerFields)
  return COMPARED.flatMap((name) => {
    const value = fields.get(name)
    return value ? [`expect(text).toMatch(/<${name}>(?:<!\\[CDATA\\[)?${escaped(value)}(?:\\]\\]>)?<\\/${name}>/)`] : []
  })
}

function escaped(text: string): string {
  return text.replaceAll(/[/\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

import { checkMerchant, type QQMerchant } from '../../qqwallet/merchant.ts'

interface Rule {
  readonly name: Exclude<keyof QQMerchant, 'refundableFunds' | 'subMerchants'>
  readonly right: RegExp
  readonly expected: string
  readonly isSecret?: true
}

const APP_ID = /^[0-9A-Za-z]{1,32}$/

/** What the real wallet hands out, and what the account's entry in a configuration must therefore be. */
const RULES: readonly Rule[] = [
  { name: 'apiKey', right: /^[!-~]{32}$/, expected: 'exactly 32 characters without spaces (API 密钥)', isSecret: true },
  { name: 'opUserPassword', right: /^\S.{4,}\S$/s, expected: 'at least 6 characters (操作员密码)', isSecret: true },
  { name: 'appKey', right: /^\S.{6,}\S$/s, expected: 'at least 8 characters', isSecret: true },
  { name: 'opUserId', right: /^[0-9A-Za-z_|*@-]{1,32}$/, expected: '1 to 32 letters or digits (操作员)' },
  { name: 'appId', right: APP_ID, expected: '1 to 32 letters or digits' },
  { name: 'name', right: /\S/, expected: 'text that a payer can read' },
]

/** Throws for a merchant that cannot work, or whose account the library would refuse. The pure wallet is not that strict. */
export function checkUsable(merchant: QQMerchant): void {
  checkMerchant(merchant)
  for (const { name, right, expected, isSecret = false } of RULES) {
    const value = merchant[name]
    if (value === undefined || right.test(value)) continue
    const found = isSecret ? `${value.length} that are not` : JSON.stringify(value)
    throw new Error(`${name}: expected ${expected}, found ${found}`)
  }
  checkSubMerchants(merchant)
}

function checkSubMerchants({ subMerchants = [] }: QQMerchant): void {
  const seen = new Set<string>()
  for (const { subMchId, name = subMchId, subAppId } of subMerchants) {
    if (seen.has(subMchId)) throw new Error(`subMchId: expected a number for each sub-merchant, found ${subMchId} twice`)
    if (name.trim() === '') throw new Error(`subMerchants: expected a name that a payer can read for ${subMchId}, found none`)
    if (subAppId !== undefined && !APP_ID.test(subAppId)) {
      throw new Error(`subAppId: expected 1 to 32 letters or digits, found ${JSON.stringify(subAppId)}`)
    }
    seen.add(subMchId)
  }
}

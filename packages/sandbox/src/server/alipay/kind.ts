import { ALIPAY_ORIGIN } from '../../alipay/desk.ts'
import type { AlipayMerchant } from '../../alipay/merchant.ts'
import type { AlipayWalletOptions } from '../../alipay/wallet.ts'
import { recordedAlipayWallet } from '../../tpcase/record.ts'
import type { Authority } from '../certificates.ts'
import { type Fields, textFields } from '../fields.ts'
import { writeApplicationFiles } from '../files.ts'
import { literal } from '../inspector/literal.ts'
import type { Kind } from '../kind.ts'
import { Refused } from '../refused.ts'
import { seed } from '../worlds.ts'
import { type AlipayAccount, type AlipayWish, accountOf, completeShop } from './account.ts'
import { drawRunKeys, type RunWish } from './keys.ts'

/** How a wallet is, but for its merchants and what it signs with. */
export type AlipayOptions = Omit<AlipayWalletOptions, 'merchants' | 'walletKeys' | 'strangerKey' | 'rootCertificates'>

const TEXTS = ['mchId', 'name', 'appId', 'aesKey'] as const

/** 16 digits from 2088 on. */
const FIRST_PID = 2_088_000_000_000_109

/** Alipay behind two doors that let everybody in: requests are signed instead. */
export async function alipayKind(
  authority: Authority,
  run: RunWish,
): Promise<Kind<AlipayWish, AlipayMerchant, AlipayOptions, AlipayAccount>> {
  const keys = await drawRunKeys(authority, run)
  const owners = new Map<string, string>()
  return {
    origins: { plain: ALIPAY_ORIGIN, tls: ALIPAY_ORIGIN },
    firstNumber: FIRST_PID,
    mutual: false,
    callerOf: ({ path, body }) => {
      const texts = [path.replace(/^[^?]*\??/s, ''), Buffer.from(body).toString('latin1')]
      const said = (pattern: RegExp) => texts.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
      // The files of bills are asked for without a signature; their address names the account.
      return (
        owners.get(said(/(?:^|&)app_id=([0-9A-Za-z]{1,32})(?:&|$)/) ?? '') ?? said(/(?:^|&)userId=(2088[0-9]{12})0156(?:&|$)/)
      )
    },
    draw: async (wish, mchId) => {
      const shop = completeShop(wish, mchId)
      const { known, files } = await keys.application(shop.appId, wish.certificates ?? run.certificates)
      owners.set(shop.appId, mchId)
      return {
        merchant: { ...shop, ...known },
        settle: async ({ url }, dir) => accountOf(shop, await writeApplicationFiles(dir, files), url),
      }
    },
    open: (merchant, options) => recordedAlipayWallet({ ...seed(), ...options, ...keys.wallet, merchants: [merchant] }),
    plain: {},
    fields: [...TEXTS, 'certificates'],
    wishIn: (body) => ({ ...textFields(body, TEXTS), ...certificatesIn(body) }),
    pasted: { wallet: pastedWallet, compared },
  }
}

function certificatesIn(body: Fields): Pick<AlipayWish, 'certificates'> {
  const value = body.get('certificates')
  if (value === undefined) return {}
  if (typeof value === 'boolean') return { certificates: value }
  throw new Refused(400, `certificates: expected true or false, found ${JSON.stringify(value)}`)
}

const IMPORTS = [
  "import { createPublicKey, generateKeyPairSync } from 'node:crypto'",
  "import { readFileSync } from 'node:fs'",
  "import { alipayWallet } from '@tpkit/sandbox'",
  "import { expect, test } from 'vitest'",
]

function pastedWallet({ appId, sellerId, privateKey, certificates }: AlipayAccount) {
  const file = privateKey.replace(/^file:/, '')
  const known = certificates
    ? { name: 'certificate', read: `readFileSync(${literal(certificates.appCert.replace(/^file:/, ''))}, 'utf8')` }
    : {
        name: 'publicKey',
        read: `createPublicKey(readFileSync(${literal(file)}, 'utf8')).export({ type: 'spki', format: 'pem' }).toString()`,
      }
  return {
    imports: `${IMPORTS.join('\n')}\n`,
    before: `const ${known.name} = ${known.read}
const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
`,
    made: `alipayWallet({
    merchants: [{ mchId: ${literal(sellerId)}, appId: ${literal(appId)}, ${known.name} }],
    walletKeys: [{ privateKey: own }],
    strangerKey: own,
  })`,
  }
}

const COMPARED = ['code', 'sub_code', 'trade_status', 'refund_status', 'fund_change'] as const

function compared(answerFields: readonly (readonly [string, string])[]): readonly string[] {
  const fields = new Map(answerFields)
  return COMPARED.flatMap((name) => {
    const value = fields.get(name)
    return value ? [`expect(text).toContain(${literal(`"${name}":"${value}"`)})`] : []
  })
}

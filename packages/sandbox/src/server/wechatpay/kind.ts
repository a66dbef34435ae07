import { randomInt } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Instant } from '@tpkit/core'
import { recordedWeChatWallet } from '../../tpcase/record.ts'
import { WECHAT_ORIGIN } from '../../wechatpay/desk.ts'
import type { WeChatWalletKey } from '../../wechatpay/keys.ts'
import type { WeChatMerchant } from '../../wechatpay/merchant.ts'
import { readAuthorization } from '../../wechatpay/sign.ts'
import type { WeChatWalletOptions } from '../../wechatpay/wallet.ts'
import type { Authority } from '../certificates.ts'
import { textFields } from '../fields.ts'
import { writeMerchantFiles } from '../files.ts'
import { literal } from '../inspector/literal.ts'
import type { Kind } from '../kind.ts'
import { CERT_FILE, FIRST_MCH_ID } from '../names.ts'
import { drawPair } from '../pair.ts'
import { H5_PATH } from '../phone/pages.ts'
import { subMerchantsIn } from '../sub-merchants.ts'
import { seed } from '../worlds.ts'
import { accountOf, completeMerchant, type WeChatAccount, type WeChatWish } from './account.ts'

/** How a wallet is, but for its merchants and what it signs with. */
export type WeChatOptions = Omit<WeChatWalletOptions, 'merchants' | 'walletKeys' | 'strangerKey'>

const TEXTS = ['mchId', 'apiV3Key', 'name', 'appId', 'serial'] as const

/** What the wallet signs with in this run. */
interface RunKeys {
  /** 微信支付公钥, PEM; merchants get it as a file. */
  readonly publicKey: string
  readonly publicKeyId: string
  readonly wallet: Pick<WeChatWalletOptions, 'walletKeys' | 'strangerKey'>
}

/** How the wallet goes over from one platform certificate to the next, in milliseconds after the start; by its own clock. */
export interface Rotation {
  /** The next one can be downloaded. */
  readonly listedAfterMs: number
  /** The next one signs. */
  readonly signsAfterMs: number
  /** The first one is withdrawn. */
  readonly endsAfterMs: number
}

/** What a run is given in the place of what would be drawn. */
export interface RunWish {
  readonly publicKeyId: string | undefined
  readonly rotation: Rotation | undefined
  readonly startedAt: Instant
}

/** WeChat Pay behind two doors that let everybody in: requests are signed instead. */
export async function weChatKind(
  authority: Authority,
  { publicKeyId = `PUB_KEY_ID_${randomInt(2 ** 47)}`, rotation, startedAt }: RunWish,
): Promise<Kind<WeChatWish, WeChatMerchant, WeChatOptions, WeChatAccount>> {
  const keys = await drawKeys(authority, publicKeyId, certificateTimes(rotation, startedAt))
  return {
    origins: { plain: WECHAT_ORIGIN, tls: WECHAT_ORIGIN },
    firstNumber: FIRST_MCH_ID,
    mutual: false,
    callerOf: ({ headers }) => readAuthorization(headers.get('authorization')?.[0])?.mchid,
    draw: async (wish, mchId) => {
      const wanted = completeMerchant(wish, mchId)
      const { serial, ...identity } = await authority.issueSigner(mchId, wanted.serial)
      const merchant = { ...wanted, certificate: identity.cert, serial }
      return {
        merchant,
        settle: async ({ url }, dir) => {
          const files = await writeMerchantFiles(dir, { ca: authority.ca, publicKey: keys.publicKey, ...identity })
          return accountOf(merchant, { ...files, publicKeyId }, url)
        },
      }
    },
    open: (merchant, options, url) =>
      recordedWeChatWallet({ ...seed(), ...usual(url), ...options, ...keys.wallet, merchants: [merchant] }),
    plain: {},
    fields: [...TEXTS, 'subMerchants'],
    wishIn: (body) => ({ ...textFields(body, TEXTS), ...subMerchantsIn(body) }),
    pasted: { wallet: pastedWallet, compared },
  }
}

/** A new merchant is given the public key, so that is what the wallet signs with; the payer's browser stays on this machine. */
function usual(url: string): WeChatOptions {
  return { signsWith: 'public-key', h5Page: url + H5_PATH }
}

type Times = Pick<WeChatWalletKey, 'listedFrom' | 'signsFrom' | 'until'>

/** One certificate for good, or two, one after the other. */
function certificateTimes(rotation: Rotation | undefined, startedAt: Instant): readonly Times[] {
  if (!rotation) return [{}]
  const { listedAfterMs, signsAfterMs, endsAfterMs } = rotation
  return [{ until: startedAt + endsAfterMs }, { listedFrom: startedAt + listedAfterMs, signsFrom: startedAt + signsAfterMs }]
}

async function drawKeys(authority: Authority, publicKeyId: string, certificates: readonly Times[]): Promise<RunKeys> {
  const platform = async (times: Times): Promise<WeChatWalletKey> => {
    const { serial, key, cert } = await authority.issueSigner('Tenpay.com')
    return { id: serial, privateKey: key, certificate: cert, ...times }
  }
  const [own, stranger, ...listed] = await Promise.all([drawPair(), drawPair(), ...certificates.map(platform)])
  const walletKeys = [...listed, { id: publicKeyId, privateKey: own.privateKey }]
  return { publicKey: own.publicKey, publicKeyId, wallet: { walletKeys, strangerKey: stranger.privateKey } }
}

const IMPORTS = [
  "import { generateKeyPairSync } from 'node:crypto'",
  "import { readFileSync } from 'node:fs'",
  "import { weChatWallet } from '@tpkit/sandbox'",
  "import { expect, test } from 'vitest'",
]

function pastedWallet({ mchId, appId, serial, privateKey }: WeChatAccount) {
  const file = join(dirname(privateKey.replace(/^file:/, '')), CERT_FILE)
  return {
    imports: `${IMPORTS.join('\n')}\n`,
    before: `// The merchant's APIv3 key (APIv3密钥) is not written down here: SANDBOX_API_V3_KEY=… npx vitest run
const apiV3Key = process.env.SANDBOX_API_V3_KEY ?? ''
const certificate = readFileSync(${literal(file)}, 'utf8')
const own = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
`,
    made: `weChatWallet({
    merchants: [{ mchId: ${literal(mchId)}, appId: ${literal(appId)}, serial: ${literal(serial)}, certificate, apiV3Key }],
    walletKeys: [{ id: 'PUB_KEY_ID_1', privateKey: own }],
    strangerKey: own,
  })`,
  }
}

const COMPARED = ['code', 'trade_state', 'status'] as const

function compared(answerFields: readonly (readonly [string, string])[]): readonly string[] {
  const fields = new Map(answerFields)
  return COMPARED.flatMap((name) => {
    const value = fields.get(name)
    return value ? [`expect(JSON.parse(text)).toMatchObject({ ${name}: ${literal(value)} })`] : []
  })
}

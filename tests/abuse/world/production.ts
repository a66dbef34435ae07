import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type GatewayProcess, startGateway } from './gateway.ts'
import { canary, pairs } from './secrets.ts'

const plugin = (name: string): string => fileURLToPath(import.meta.resolve(`@tpkit/provider-${name}`))
const SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'

/** What a production's configuration refers to, by its name in the environment. */
export type Environment = Readonly<Record<string, string>>

export async function rightEnvironment(): Promise<Environment> {
  const [merchant, wallet] = await pairs()
  return {
    ABUSE_QQ_API_KEY: canary(32),
    ABUSE_WX_API_V3_KEY: canary(32),
    ABUSE_WX_PRIVATE_KEY: merchant.privateKey,
    ABUSE_WX_PUBLIC_KEY: wallet.publicKey,
    ABUSE_ALI_PRIVATE_KEY: merchant.privateKey,
    ABUSE_ALI_PUBLIC_KEY: wallet.publicKey,
    ABUSE_DIGEST_KEY: canary(40),
    ABUSE_SEAL_KEY: canary(40),
    ABUSE_HOOK_SECRET: `whsec_${Buffer.from(canary(32)).toString('base64')}`,
  }
}

function accounts(qq: object) {
  const at = (name: string) => ({ plugin: plugin(name), notifyUrl: `https://pay.example.com/notify/${name}` })
  return {
    qq: { ...at('qqwallet'), mchId: '1900000109', apiKey: 'env:ABUSE_QQ_API_KEY', ...qq },
    wx: {
      ...{ ...at('wechatpay'), mchId: '1900000109', appId: 'wx8888888888888888', serial: SERIAL },
      ...{ apiV3Key: 'env:ABUSE_WX_API_V3_KEY', privateKey: 'env:ABUSE_WX_PRIVATE_KEY' },
      ...{ publicKey: 'env:ABUSE_WX_PUBLIC_KEY', publicKeyId: 'PUB_KEY_ID_0119000001092025010100000000000001' },
    },
    ali: {
      ...{ ...at('alipay'), appId: '2021000000000001', sellerId: '2088000000000109' },
      ...{ privateKey: 'env:ABUSE_ALI_PRIVATE_KEY', alipayPublicKey: 'env:ABUSE_ALI_PUBLIC_KEY' },
    },
  }
}

export interface ProductionWish {
  readonly env: Environment
  /** More in the entry of the account at QQ Wallet. */
  readonly qq?: object
  readonly planted?: string | undefined
}

export interface Production extends GatewayProcess {
  readonly folder: string
}

/** A gateway in production mode: its accounts lead to the real wallets, and nobody calls them. Rejects with `NotStarted`. */
export async function startProduction({ env, qq = {}, planted }: ProductionWish): Promise<Production> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-abuse-production-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const config = join(folder, 'tpkit.config.yaml')
    await writeFile(config, JSON.stringify({ ...WHOLE, accounts: accounts(qq) }))
    const gateway = await startGateway({ config, mode: 'production', env, planted })
    return { ...gateway, folder, close: () => gateway.close().then(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

const WHOLE = {
  methods: { wallet: 'qq' },
  ledger: 'sqlite:./tpkit.db',
  cashier: { digestKey: 'env:ABUSE_DIGEST_KEY' },
  webhooks: [{ name: 'shop', url: 'https://shop.example.com/hooks', secrets: ['env:ABUSE_HOOK_SECRET'] }],
  gateway: { listen: '127.0.0.1:0', publicUrl: 'https://pay.example.com', sealKeys: ['env:ABUSE_SEAL_KEY'] },
}

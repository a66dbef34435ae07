import { generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

const pem = (key: KeyObject) => key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString()

const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const wallet = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const MERCHANT_PUBLIC = pem(merchant.publicKey)
export const EC_PRIVATE = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
/** A platform certificate with an RSA key. */
export const PLATFORM_CERTIFICATE = readFileSync(new URL('../../../test-fixtures/keys/rsa/wallet.pem', import.meta.url), 'utf8')
export const PLATFORM_SERIAL = new X509Certificate(PLATFORM_CERTIFICATE).serialNumber
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092025010100000000000001'

/** An account's entry with every reference replaced by what it names: keys drawn for this run. */
export const entry = {
  mchId: '1900000109',
  appId: 'wx0123456789abcdef',
  apiV3Key: randomBytes(16).toString('hex'),
  serial: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1',
  privateKey: pem(merchant.privateKey),
  publicKey: pem(wallet.publicKey),
  publicKeyId: PUBLIC_KEY_ID,
  notifyUrl: 'https://shop.example/notify/wechat',
}

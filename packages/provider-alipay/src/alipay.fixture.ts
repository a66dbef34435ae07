import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** One line of Base64, as the key tool writes it. */
const line = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki') => key.export({ format: 'der', type }).toString('base64')
const pem = (key: KeyObject) => key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString()
const file = (name: string) => readFileSync(new URL(`../../../test-fixtures/keys/rsa/${name}`, import.meta.url), 'utf8')

const app = generateKeyPairSync('rsa', { modulusLength: 2048 })
const wallet = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const APP_PUBLIC = line(app.publicKey, 'spki')
export const APP_PRIVATE_PKCS1 = line(app.privateKey, 'pkcs1')
export const APP_PRIVATE_PEM = pem(app.privateKey)
export const WALLET_PUBLIC_PEM = pem(wallet.publicKey)
export const EC_PRIVATE = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)

/** An account's entry with every reference replaced by what it names: keys drawn for this run. */
export const entry = {
  appId: '2021000122671080',
  sellerId: '2088000000000000',
  privateKey: line(app.privateKey, 'pkcs8'),
  alipayPublicKey: line(wallet.publicKey, 'spki'),
  notifyUrl: 'https://shop.example/notify/alipay',
}

const certificates = { appCert: file('merchant.pem'), alipayCert: file('wallet.pem'), rootCert: file('root.pem') }

/** What certificate mode changes. */
export const certified = { privateKey: file('merchant.key'), alipayPublicKey: undefined, certificates }

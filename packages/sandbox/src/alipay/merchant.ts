import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import type { Party } from '../books/books.ts'
import { certificateIn, serialOf } from './certificate.ts'

/** Whose money it is, as a merchant is registered. */
type Shop = Pick<Party, 'mchId' | 'name' | 'refundableFunds'>

/** A merchant's application as the wallet knows it. `mchId`: 商户PID, the `seller_id`, 16 digits from 2088 on. */
export interface AlipayMerchant extends Shop {
  readonly appId: string
  /** 应用公钥, PEM or its Base64 in one line: the application is in key mode (公钥模式). */
  readonly publicKey?: string
  /** 应用公钥证书, PEM, in the place of the key: the application is in certificate mode (公钥证书模式). */
  readonly certificate?: string
  /** 接口内容加密密钥: Base64 of 16 bytes. */
  readonly aesKey?: string
  /** Those who authorised it: it is the third-party application (第三方应用) of a service provider then, and must name one. */
  readonly authorisations?: readonly AlipayAuthorisation[]
}

/** A merchant who authorised a service provider's application. */
export interface AlipayAuthorisation extends Shop {
  readonly appAuthToken: string
  /** The merchant's own application: the `auth_app_id`. */
  readonly authAppId: string
  /** When the token is no good any more. Default: never. */
  readonly until?: Instant
}

/** Whose money it is, and through which of their applications. */
export interface Payee {
  readonly party: Party
  readonly authAppId: string
  readonly until: Instant
}

/** An application, with its keys made once. */
export interface Enrolled extends AlipayMerchant {
  readonly key: KeyObject
  /** In certificate mode. */
  readonly signer: { readonly sn: string; readonly until: Instant } | undefined
  readonly contentKey: KeyObject | undefined
  readonly own: Payee
  /** By token. */
  readonly authorised: ReadonlyMap<string, Payee>
}

/** Applications by number. Throws for a list that cannot work. */
export function applicationsByNumber(merchants: readonly AlipayMerchant[]): Map<string, Enrolled> {
  const found = new Map<string, Enrolled>()
  for (const merchant of merchants) enrol(found, merchant)
  return found
}

/** Takes one more application in. Throws for one that cannot work, or whose number is taken. */
export function enrol(apps: Map<string, Enrolled>, merchant: AlipayMerchant): void {
  const { appId, mchId, authorisations = [] } = merchant
  for (const number of [mchId, ...authorisations.map((each) => each.mchId)]) checkNumber(number)
  if (!/^[0-9A-Za-z]{1,32}$/.test(appId))
    throw new Error(`sandbox merchant ${mchId}: expected up to 32 digits as appId, found ${JSON.stringify(appId)}`)
  if (apps.has(appId)) throw new Error(`sandbox merchant ${mchId}: the appId ${appId} is listed twice; give each its own`)
  const parties = partiesIn(apps)
  apps.set(appId, {
    ...merchant,
    ...keysOf(merchant),
    own: payee(parties, merchant, appId),
    authorised: new Map(
      authorisations.map((each) => [each.appAuthToken, payee(parties, each, each.authAppId, each.until)] as const),
    ),
  })
}

function checkNumber(found: string): void {
  if (/^2088[0-9]{12}$/.test(found)) return
  throw new Error(`sandbox merchant: expected 16 digits from 2088 on as its mchId, found ${JSON.stringify(found)}`)
}

type Parties = Map<string, Party>

/** One merchant may have several applications; the trades and the money are the merchant's. */
function partiesIn(apps: ReadonlyMap<string, Enrolled>): Parties {
  const payees = [...apps.values()].flatMap(({ own, authorised }) => [own, ...authorised.values()])
  return new Map(payees.map(({ party }) => [party.mchId, party]))
}

function payee(parties: Parties, shop: Shop, authAppId: string, until: Instant = Number.POSITIVE_INFINITY): Payee {
  const party: Party = parties.get(shop.mchId) ?? shop
  parties.set(shop.mchId, party)
  return { party, authAppId, until }
}

function keysOf({ mchId, publicKey, certificate, aesKey }: AlipayMerchant): Pick<Enrolled, 'key' | 'signer' | 'contentKey'> {
  const contentKey = aesKey === undefined ? undefined : contentKeyOf(mchId, aesKey)
  if (certificate !== undefined && publicKey === undefined) {
    const own = certificateIn(certificate)
    return { key: own.publicKey, signer: { sn: serialOf(own), until: Date.parse(own.validTo) }, contentKey }
  }
  if (publicKey !== undefined && certificate === undefined) return { key: publicKeyIn(publicKey), signer: undefined, contentKey }
  const found = publicKey === undefined ? 'neither' : 'both'
  throw new Error(`sandbox merchant ${mchId}: expected either a publicKey or a certificate, found ${found}`)
}

function publicKeyIn(text: string): KeyObject {
  if (text.includes('-----BEGIN')) return createPublicKey(text)
  return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
}

function contentKeyOf(mchId: string, aesKey: string): KeyObject {
  const bytes = Buffer.from(aesKey, 'base64')
  if (bytes.byteLength === 16) return createSecretKey(bytes)
  throw new Error(`sandbox merchant ${mchId}: expected an aesKey of 16 bytes in Base64, found ${bytes.byteLength}`)
}

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { type HttpResponse, Secret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  APPLICATION,
  appPem,
  authority,
  authorityPem,
  CLASS_1,
  certificate,
  chain,
  issued,
  keyPair,
  numberOf,
  PINNED,
  WALLET,
  withCertificates,
} from './certificate.fixture.ts'
import { alipay } from './protocol.ts'
import {
  account,
  appKey,
  at,
  content,
  drive,
  NOW,
  PAID,
  parameters,
  payment,
  raw,
  refusal,
  type Signing,
  success,
  unsignedRefusal,
  walletKey,
} from './wallet.fixture.ts'

const DOWNLOAD = 'alipay.open.app.alipaycert.download'
const DAY = 86_400_000
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const base64 = (text: string) => Buffer.from(text).toString('base64')
const OLD: Signing = { key: chain.wallet.key, certificateSn: chain.wallet.sn }

function learn(pem: string, { sn = numberOf(pem), signing = OLD }: { readonly sn?: string; readonly signing?: Signing } = {}) {
  const answer = success(DOWNLOAD, { alipay_cert_content: base64(pem) }, signing)
  return drive(alipay(withCertificates).trust(at, [sn]), answer, PINNED)
}

const fresh = chain.fresh
const BY_ITSELF: Signing = { key: fresh.key, certificateSn: fresh.sn }

describe('a certificate that an answer names and nobody configured', () => {
  test('is asked for by its number, and believed with its names, its time and its way to the root', () => {
    const { reply, requests } = learn(fresh.pem)
    expect(requests.map(content)).toEqual([{ alipay_cert_sn: fresh.sn }])
    expect(requests).toMatchObject([{ effect: 'read' }])
    expect(reply).toMatchObject([{ id: fresh.sn, notBefore: expect.any(Number), notAfter: expect.any(Number) }])
    expect(createPublicKey(reply[0]?.pem ?? '').equals(fresh.publicKey)).toBe(true)
    expect(reply[0]?.pem.match(/BEGIN/g)).toHaveLength(1)
  })

  test('may sign the answer that brings it', () => {
    expect(learn(fresh.pem, { signing: BY_ITSELF }).reply).toHaveLength(1)
  })

  test('needs no authority beside it where the configured file has it', () => {
    expect(learn(issued(), {}).reply).toHaveLength(1)
  })

  test('those in use are asked for again, each once; configured ones and nonsense are not', () => {
    const answer = (pem: string) => success(DOWNLOAD, { alipay_cert_content: base64(pem) }, OLD)
    const second = issued({ serial: '2026', publicKey: keyPair().publicKey })
    const wanted = [fresh.sn, chain.wallet.sn, 'alipay', '', fresh.sn, 'F'.repeat(32), `${fresh.sn} `, numberOf(second)]
    const { reply, requests } = drive(alipay(withCertificates).trust(at, wanted), [answer(fresh.pem), answer(second)], PINNED)
    expect(requests).toHaveLength(2)
    expect(reply.map(({ id }) => id)).toEqual([fresh.sn, numberOf(second)])
  })

  test('is the application’s business: the authorisation of a merchant is not shown for it', () => {
    const protocol = alipay({ ...withCertificates, appAuthToken: new Secret('202601BB0123456789abcdef') })
    const answer = success(DOWNLOAD, { alipay_cert_content: base64(fresh.pem) }, OLD)
    const { requests } = drive(protocol.trust(at, [fresh.sn]), answer, PINNED)
    expect(requests.map(parameters)).not.toContainEqual(expect.objectContaining({ app_auth_token: expect.anything() }))
  })

  test('that the wallet does not know is not learned, and the others are', () => {
    const unknown = 'a'.repeat(32)
    const answers = [
      refusal(DOWNLOAD, 'isv.alipay-cert-not-exist', '40002', OLD),
      success(DOWNLOAD, { alipay_cert_content: base64(fresh.pem) }, OLD),
    ]
    const { reply } = drive(alipay(withCertificates).trust(at, [unknown, fresh.sn]), answers, PINNED)
    expect(reply.map(({ id }) => id)).toEqual([fresh.sn])
  })
})

describe('while the wallet goes on from one certificate to the next', () => {
  const next = keyPair()
  const nextPem = issued({ serial: '2026', publicKey: next.publicKey })
  const NEXT: Signing = { key: next.privateKey, certificateSn: numberOf(nextPem) }
  const HOLDING = new Map([...PINNED, [fresh.sn, fresh.publicKey]])
  const brings = (pem: string, signing: Signing) => success(DOWNLOAD, { alipay_cert_content: base64(pem) }, signing)
  const isGone = (signing: Signing) => refusal(DOWNLOAD, 'isv.alipay-cert-not-exist', '40002', signing)
  const asked = (wanted: readonly string[], answers: readonly HttpResponse[], trusted = PINNED) => {
    const { reply, requests } = drive(alipay(withCertificates).trust(at, wanted), answers, trusted)
    return { ids: reply.map(({ id }) => id), asked: requests.map((request) => content(request).alipay_cert_sn) }
  }

  test('a second rotation is learned: the newest one signs the answer that brings the one before it, too', () => {
    const wanted = [numberOf(nextPem), fresh.sn]
    expect(asked(wanted, [brings(nextPem, NEXT), brings(fresh.pem, NEXT)])).toEqual({ ids: wanted, asked: wanted })
  })

  test('one that signs an answer about another is learned first, whether that one is there or not', () => {
    const [newest, forged] = [numberOf(nextPem), 'f'.repeat(32)]
    const about = [brings(fresh.pem, NEXT), brings(nextPem, NEXT)]
    expect(asked([fresh.sn], about, HOLDING)).toEqual({ ids: [newest, fresh.sn], asked: [fresh.sn, newest] })
    expect(asked([forged], [isGone(NEXT), brings(nextPem, NEXT)])).toEqual({ ids: [newest], asked: [forged, newest] })
  })

  test('of those that sign for one another none is believed, and no third one is asked for', () => {
    const forged = 'f'.repeat(32)
    const answers = [isGone(NEXT), brings(nextPem, BY_ITSELF)]
    expect(() => asked([forged], answers)).toThrow(failing('UNVERIFIED', fresh.sn))
  })

  test('a key that is learned on the way verifies nothing that it did not sign', () => {
    const wanted = [numberOf(nextPem), fresh.sn]
    const answers = [brings(nextPem, NEXT), brings(fresh.pem, { ...NEXT, key: fresh.key })]
    expect(asked(wanted, answers).ids).toEqual([numberOf(nextPem)])
  })

  test.each<[string, HttpResponse]>([
    ['is refused', refusal(DOWNLOAD, 'isv.method-call-limited', '40005', OLD)],
    ['is answered by something on the way', raw('busy', 503)],
    ['is answered with what is no certificate', brings('none', OLD)],
    ['is gone', isGone(OLD)],
  ])('one that %s keeps no other from being learned', (_what, answer) => {
    const gone = 'a'.repeat(32)
    expect(asked([fresh.sn, gone], [brings(fresh.pem, OLD), answer]).ids).toEqual([fresh.sn])
  })

  test('that the first one cannot be had is told, for somebody waits for it', () => {
    const limited = refusal(DOWNLOAD, 'isv.method-call-limited', '40005', OLD)
    expect(() => asked([fresh.sn, numberOf(nextPem)], [limited, brings(nextPem, NEXT)])).toThrow(failing('RATE'))
  })
})

describe('is never the wallet’s', () => {
  const small = generateKeyPairSync('rsa', { modulusLength: 1_024 })
  const rogue = keyPair()
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  test.each<[string, string, string?]>([
    ['the certificate of an application', issued({ subject: APPLICATION, publicKey: appKey })],
    ['our own', appPem + authorityPem],
    [
      'that of another merchant’s wallet',
      issued({ subject: { ...WALLET, CN: '支付宝(中国)网络技术有限公司-2088000000000001' } }),
    ],
    ['one under another authority of the same root', issued({ issuer: CLASS_1 })],
    ['one that is over', issued({ to: NOW - DAY })],
    ['one that is yet to come', issued({ from: NOW + DAY })],
    ['one that an unknown key signed under the right names', issued({ signer: rogue.privateKey })],
    [
      'one with an authority of its own making',
      issued({ signer: rogue.privateKey }) +
        certificate({
          subject: authority.name,
          publicKey: rogue.publicKey,
          issuer: authority.name,
          signer: rogue.privateKey,
          ca: true,
        }),
    ],
    ['one with a short key', issued({ publicKey: small.publicKey })],
    ['one with a key of another kind', issued({ publicKey: elliptic.publicKey })],
    ['an authority', issued({ ca: true })],
    ['one of another number', fresh.pem, 'b'.repeat(32)],
  ])('%s', (_what, pem, sn) => {
    expect(() => learn(pem, sn === undefined ? {} : { sn })).toThrow(failing('UNVERIFIED', 'trust:'))
  })

  test('one that an application’s certificate signed: only authorities issue', () => {
    const application = keyPair()
    const between = issued({ subject: authority.name, publicKey: application.publicKey })
    const pem = issued({ signer: application.privateKey })
    expect(() => learn(pem + between)).toThrow(failing('UNVERIFIED', 'leads to rootCert'))
  })

  test.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'what is none: %j',
    (text) => {
      expect(() => learn(text, { sn: fresh.sn })).toThrow(failing('MALFORMED'))
    },
  )
})

describe('the answer itself must be signed', () => {
  const unknown = refusal(DOWNLOAD, 'isv.alipay-cert-not-exist', '40002', OLD)
  const ask = (answer: HttpResponse) => () => drive(alipay(withCertificates).trust(at, [fresh.sn]), [answer, unknown], PINNED)
  const found = { alipay_cert_content: base64(fresh.pem) }

  test.each<[string, HttpResponse, string]>([
    ['by the certificate that it says', success(DOWNLOAD, found, { key: walletKey, certificateSn: fresh.sn }), 'UNVERIFIED'],
    ['by one that is known', success(DOWNLOAD, found, { key: fresh.key, certificateSn: chain.wallet.sn }), 'UNVERIFIED'],
    ['by one that anybody knows', success(DOWNLOAD, found, { key: fresh.key, certificateSn: 'c'.repeat(32) }), 'UNVERIFIED'],
    ['also when it refuses', refusal(DOWNLOAD, 'isv.alipay-cert-not-exist', '40002', BY_ITSELF), 'CONFIG'],
    ['also when it is an error of the gateway', unsignedRefusal(DOWNLOAD, 'isv.invalid-app-id'), 'CONFIG'],
    ['also when it is no code at all', refusal(DOWNLOAD, 'isv.insufficient-isv-permissions', '40006', OLD), 'UNAUTHORIZED'],
  ])('%s', (_what, answer, code) => {
    expect(ask(answer)).toThrow(failing(code))
  })
})

describe('which key verifies', () => {
  const query = (signing: Signing, trusted = PINNED) =>
    drive(alipay(withCertificates).query(payment, at), success('alipay.trade.query', PAID, signing), trusted).reply

  test('the one that the answer names', () => {
    expect(query(OLD)).toMatchObject({ status: 'paid' })
    const both = new Map([...PINNED, [fresh.sn, fresh.publicKey]])
    expect(query(BY_ITSELF, both)).toMatchObject({ status: 'paid' })
    expect(() => query({ ...OLD, certificateSn: fresh.sn }, both)).toThrow(failing('UNVERIFIED'))
  })

  test('the configured one, where the answer names none', () => {
    expect(query({})).toMatchObject({ status: 'paid' })
    expect(() => query({ key: fresh.key })).toThrow(failing('UNVERIFIED'))
  })

  test.each([fresh.sn, 'nonsense', 'alipay', `${chain.wallet.sn}0`])(
    'none, where it names %s and nobody knows that',
    (certificateSn) => {
      expect(() => query({ key: fresh.key, certificateSn })).toThrow(failing('UNVERIFIED', 'alipay_cert_sn'))
    },
  )

  test('with the public key there is nothing to learn, whatever an answer names', () => {
    const protocol = alipay(account)
    expect(drive(protocol.trust(at, [fresh.sn])).reply).toEqual([])
    expect(
      drive(protocol.query(payment, at), success('alipay.trade.query', PAID, { certificateSn: fresh.sn })).reply,
    ).toMatchObject({ status: 'paid' })
  })
})

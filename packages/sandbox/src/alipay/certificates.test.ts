import { describe, expect, test } from 'vitest'
import {
  ask,
  CERTIFIED,
  CERTIFIED_MERCHANT,
  certificate,
  FIRST,
  isSigned,
  MINUTE,
  NOW,
  newWallet,
  notified,
  only,
  PLAIN_KEY,
  paidTrade,
  precreate,
  query,
  refused,
  SECOND_KEY,
  SERIALS,
  send,
  type TestedWallet,
  told,
} from './asking.fixture.ts'
import { alipayDesk } from './desk.ts'
import type { AlipayWalletOptions } from './wallet.ts'

function certified(options: Partial<AlipayWalletOptions> = {}): TestedWallet {
  return newWallet({ walletKeys: [PLAIN_KEY, FIRST], ...options })
}

const as = CERTIFIED

describe('an application in certificate mode', () => {
  test('is answered with the number of the certificate, whose key signed', () => {
    const answer = told(send(certified(), precreate(), { as }))
    expect(answer.values.code).toBe('10000')
    expect([answer.sn, isSigned(answer)]).toEqual([SERIALS.first, true])
  })

  test('beside one in key mode, which is answered with the key that it was given', () => {
    const answer = told(send(certified(), precreate()))
    expect([answer.sn, isSigned(answer)]).toEqual([undefined, true])
  })

  test.each<[string, Record<string, string | undefined>, string]>([
    ['no certificate of its own', { app_cert_sn: undefined }, '40002 isv.missing-app-cert-sn'],
    ['another one', { app_cert_sn: SERIALS.first }, '40002 isv.app-cert-not-exist'],
    ['no root', { alipay_root_cert_sn: undefined }, '40002 isv.missing-alipay-root-cert-sn'],
    ['another root', { alipay_root_cert_sn: SERIALS.app }, '40002 isv.invalid-alipay-root-cert-sn'],
  ])('that names %s is refused', (_, parameters, code) => {
    expect(refused(certified(), query(), { as, parameters })).toBe(code)
  })

  test('whose certificate is over is refused', () => {
    expect(refused(certified(), query(), { as, now: Date.UTC(2126, 11) })).toBe('40002 isv.app-cert-expired')
  })

  test('needs a wallet that has a root', () => {
    const without = { merchants: [CERTIFIED_MERCHANT], walletKeys: [FIRST] }
    expect(() => alipayDesk(without)).toThrow(/expected rootCertificates beside an application in certificate mode/)
    expect(() => alipayDesk({ ...without, merchants: [] }).enrol(CERTIFIED_MERCHANT)).toThrow(/expected rootCertificates/)
  })

  test('is notified with the key of the certificate', () => {
    const wallet = certified()
    paidTrade(wallet, precreate(), { as })
    expect(notified(only(wallet.due(NOW)), 'utf-8', SERIALS.first)).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
  })
})

describe('a certificate that follows another', () => {
  const later = { ...SECOND_KEY, listedFrom: NOW + MINUTE, signsFrom: NOW + 2 * MINUTE }
  const wallet = certified({ walletKeys: [PLAIN_KEY, FIRST, later] })
  const signer = (now: number): string | undefined => told(send(wallet, query(), { as, now })).sn

  test('signs from its time on, and is named', () => {
    expect(signer(NOW + 2 * MINUTE - 1)).toBe(SERIALS.first)
    expect(signer(NOW + 2 * MINUTE)).toBe(SERIALS.second)
    expect(isSigned(told(send(wallet, query(), { as, now: NOW + 2 * MINUTE })))).toBe(true)
  })

  test('can be downloaded by its number, as the first one still can', () => {
    const how = { as, now: NOW + MINUTE }
    for (const [sn, { certificate: pem }] of [[SERIALS.first, FIRST] as const, [SERIALS.second, SECOND_KEY] as const]) {
      const { alipay_cert_content: found } = ask(wallet, certificate(sn), how)
      expect(Buffer.from(String(found), 'base64').toString('utf8')).toBe(pem)
    }
  })

  test('cannot before its time; neither can one that is none', () => {
    expect(refused(wallet, certificate(SERIALS.second), { as })).toBe('40002 isv.alipay-cert-not-exist')
    expect(refused(wallet, certificate('0'.repeat(32)), { as })).toBe('40002 isv.alipay-cert-not-exist')
    expect(refused(wallet, certificate(''), { as })).toBe('40004 ACQ.INVALID_PARAMETER')
  })
})

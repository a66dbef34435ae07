import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  ask,
  CERTIFICATE,
  DAY,
  got,
  NEXT_CERTIFICATE,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PUBLIC_KEY,
  refused,
  send,
  signerOf,
  unlocked,
  type Values,
} from './asking.fixture.ts'
import type { WeChatWalletKey } from './keys.ts'

const CERTIFICATES = got('/v3/certificates')

/** What is listed at a moment: the entries of the answer. */
function listed(walletKeys: readonly WeChatWalletKey[], now = NOW): readonly Values[] {
  return Object(ask(newWallet({ walletKeys }), CERTIFICATES, { now })).data
}

const serials = (walletKeys: readonly WeChatWalletKey[], now = NOW): readonly unknown[] =>
  listed(walletKeys, now).map(({ serial_no }) => serial_no)

describe('the certificates of the wallet', () => {
  test("are encrypted with the merchant's key", () => {
    const [entry = {}] = listed([CERTIFICATE])
    expect(entry).toEqual({
      serial_no: CERTIFICATE.id,
      effective_time: '2026-01-04T12:00:00+08:00',
      expire_time: expect.stringMatching(/^203[01]-.*\+08:00$/),
      encrypt_certificate: {
        algorithm: 'AEAD_AES_256_GCM',
        nonce: expect.stringMatching(/^[0-9a-z]{12}$/),
        associated_data: 'certificate',
        ciphertext: expect.any(String),
      },
    })
    const box = Object(entry.encrypt_certificate)
    expect(new X509Certificate(unlocked(box)).serialNumber).toBe(CERTIFICATE.id)
    expect(() => unlocked(box, OTHER.apiV3Key)).toThrow()
  })

  test('can be asked for by algorithm', () => {
    expect(ask(newWallet({ walletKeys: [CERTIFICATE] }), got('/v3/certificates?algorithm_type=RSA'))).toHaveProperty('data')
  })

  test('are signed by one of them: whoever has none yet verifies with what was just decrypted', () => {
    const answer = send(newWallet({ walletKeys: [CERTIFICATE] }), CERTIFICATES)
    expect(signerOf(answer)).toBe(CERTIFICATE.id)
  })

  test('are for merchants who prove themselves', () => {
    const how = { signs: (text: string) => text.replace('GET', 'POST') }
    expect(refused(newWallet({ walletKeys: [CERTIFICATE] }), CERTIFICATES, how)).toBe('401 SIGN_ERROR')
  })
})

describe('a rotation', () => {
  const ROTATION: readonly WeChatWalletKey[] = [
    { ...CERTIFICATE, until: NOW + 10 * DAY },
    { ...NEXT_CERTIFICATE, listedFrom: NOW, signsFrom: NOW + DAY },
  ]
  const signer = (now: number, serial?: string): string | undefined => {
    const answer = send(newWallet({ walletKeys: ROTATION }), CERTIFICATES, { now, ...(serial !== undefined && { serial }) })
    return signerOf(answer)
  }

  test('lists the next one, and both, until the old one is withdrawn', () => {
    expect(serials(ROTATION, NOW - 1)).toEqual([CERTIFICATE.id])
    expect(serials(ROTATION, NOW)).toEqual([CERTIFICATE.id, NEXT_CERTIFICATE.id])
    expect(serials(ROTATION, NOW + 10 * DAY - 1)).toEqual([CERTIFICATE.id, NEXT_CERTIFICATE.id])
    expect(serials(ROTATION, NOW + 10 * DAY)).toEqual([NEXT_CERTIFICATE.id])
  })

  test('signs with the next one after it was listed, and for whoever names the old one with that', () => {
    expect([NOW - 1, NOW, NOW + DAY - 1, NOW + DAY].map((now) => signer(now))).toEqual([
      CERTIFICATE.id,
      CERTIFICATE.id,
      CERTIFICATE.id,
      NEXT_CERTIFICATE.id,
    ])
    expect(signer(NOW + DAY, CERTIFICATE.id)).toBe(CERTIFICATE.id)
    expect(signer(NOW + 10 * DAY, CERTIFICATE.id)).toBe(NEXT_CERTIFICATE.id)
  })

  test('says from when until when each one is good', () => {
    expect(listed(ROTATION).map(({ effective_time, expire_time }) => [effective_time, expire_time])).toEqual([
      ['2026-01-04T12:00:00+08:00', '2026-01-15T12:00:00+08:00'],
      ['2026-01-05T12:00:00+08:00', '2031-01-04T12:00:00+08:00'],
    ])
  })

  test('to the public key: the certificate is listed until it is withdrawn', () => {
    const keys = [{ ...CERTIFICATE, until: NOW }, PUBLIC_KEY]
    expect(serials(keys, NOW - 1)).toEqual([CERTIFICATE.id])
    expect(refused(newWallet({ walletKeys: keys }), CERTIFICATES)).toBe('404 RESOURCE_NOT_EXISTS')
  })
})

test('a wallet that has the public key alone has no certificates, and says where to find the key', () => {
  const answer = send(newWallet(), CERTIFICATES, { as: OURS })
  expect(answer.status).toBe(404)
  expect(new TextDecoder().decode(answer.body)).toMatch(/"RESOURCE_NOT_EXISTS".*微信支付公钥/)
})

import { describe, expect, test } from 'vitest'
import {
  CERTIFICATE,
  NEXT_CERTIFICATE,
  NOW,
  newWallet,
  only,
  PUBLIC_KEY,
  paidOrder,
  prepay,
  SECOND,
  send,
  signerOf,
} from './asking.fixture.ts'
import type { WeChatWalletOptions } from './wallet.ts'

describe('which key answers', () => {
  const keys = { walletKeys: [CERTIFICATE, PUBLIC_KEY] }
  const signer = (options: Parameters<typeof newWallet>[0], serial?: string, now = NOW): string | undefined =>
    signerOf(send(newWallet(options), prepay(), { now, ...(serial !== undefined && { serial }) }))

  test('the one that the request names', () => {
    expect(signer(keys, PUBLIC_KEY.id)).toBe(PUBLIC_KEY.id)
    expect(signer(keys, CERTIFICATE.id)).toBe(CERTIFICATE.id)
  })

  test('the certificate where it names none, or one that nobody has', () => {
    expect(signer(keys)).toBe(CERTIFICATE.id)
    expect(signer(keys, 'F'.repeat(40))).toBe(CERTIFICATE.id)
  })

  test('the public key where it names none, of a merchant who was given that alone', () => {
    expect(signer({ ...keys, signsWith: 'public-key' })).toBe(PUBLIC_KEY.id)
    expect(signer({ ...keys, signsWith: 'public-key' }, CERTIFICATE.id)).toBe(CERTIFICATE.id)
  })

  test('the certificate where it names none during a migration', () => {
    for (let again = 0; again < 8; again += 1)
      expect(signer({ ...keys, signsWith: 'both', seed: `${again}` })).toBe(CERTIFICATE.id)
  })

  test('the public key where it is the only one', () => {
    expect(signer({})).toBe(PUBLIC_KEY.id)
  })

  test('the latest certificate that signs already; one that does not yet, where it is named', () => {
    const rotation = { walletKeys: [CERTIFICATE, { ...NEXT_CERTIFICATE, signsFrom: NOW }] }
    expect(signer(rotation, undefined, NOW - SECOND)).toBe(CERTIFICATE.id)
    expect(signer(rotation, undefined, NOW)).toBe(NEXT_CERTIFICATE.id)
    expect(signer(rotation, NEXT_CERTIFICATE.id, NOW - SECOND)).toBe(NEXT_CERTIFICATE.id)
  })

  test('none that was withdrawn, though it is named', () => {
    const withdrawn = { walletKeys: [{ ...CERTIFICATE, until: NOW }, PUBLIC_KEY] }
    expect(signer(withdrawn, CERTIFICATE.id, NOW - SECOND)).toBe(CERTIFICATE.id)
    expect(signer(withdrawn, CERTIFICATE.id, NOW)).toBe(PUBLIC_KEY.id)
    expect(signer(withdrawn, undefined, NOW)).toBe(PUBLIC_KEY.id)
  })

  test.each([[[]], [[PUBLIC_KEY, PUBLIC_KEY]]])('a wallet is not made with none, or one twice', (walletKeys) => {
    expect(() => newWallet({ walletKeys })).toThrow(/^sandbox walletKeys: expected/)
  })
})

describe('which key signs a notify', () => {
  const keys = [CERTIFICATE, PUBLIC_KEY]
  const signer = (options: Partial<WeChatWalletOptions>): string | undefined => {
    const wallet = newWallet(options)
    paidOrder(wallet)
    return signerOf(only(wallet.due(NOW)))
  }

  test('the one that the wallet is told', () => {
    expect(signer({ walletKeys: keys })).toBe(CERTIFICATE.id)
    expect(signer({ walletKeys: keys, signsWith: 'public-key' })).toBe(PUBLIC_KEY.id)
    expect(signer({ walletKeys: [PUBLIC_KEY], signsWith: 'certificate' })).toBe(PUBLIC_KEY.id)
    expect(signer({ walletKeys: [CERTIFICATE], signsWith: 'public-key' })).toBe(CERTIFICATE.id)
  })

  test('whatever key the merchant named for answers', () => {
    const wallet = newWallet({ walletKeys: keys })
    paidOrder(wallet, prepay(), { serial: PUBLIC_KEY.id })
    expect(signerOf(only(wallet.due(NOW)))).toBe(CERTIFICATE.id)
  })

  test('the next certificate as soon as it signs', () => {
    const next = (signsFrom: number) => ({ walletKeys: [CERTIFICATE, { ...NEXT_CERTIFICATE, signsFrom }] })
    expect(signer(next(NOW))).toBe(NEXT_CERTIFICATE.id)
    expect(signer(next(NOW + 1))).toBe(CERTIFICATE.id)
  })

  test('now one and now the other during a migration', () => {
    const wallet = newWallet({ walletKeys: keys, signsWith: 'both' })
    for (let number = 10_000; number < 10_032; number += 1) paidOrder(wallet, prepay('native', { out_trade_no: `T-${number}` }))
    expect(new Set(wallet.due(NOW).map((delivery) => signerOf(delivery)))).toEqual(new Set([CERTIFICATE.id, PUBLIC_KEY.id]))
  })
})

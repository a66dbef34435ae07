import { Secret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { chain, withCertificates } from './certificate.fixture.ts'
import { KEYS } from './vectors.fixture.ts'
import { account } from './wallet.fixture.ts'

const { certificates } = withCertificates
if (!certificates) throw new Error('expected certificates')

describe('an account', () => {
  test('is who gets the money, by the numbers that notifies name', () => {
    expect(accountOf(account).payee).toEqual({ mchId: account.sellerId, appId: account.appId })
  })

  test('of a service provider is the merchant all the same', () => {
    expect(accountOf({ ...account, appAuthToken: new Secret('202601BB0123456789abcdef') }).payee.mchId).toBe(account.sellerId)
  })

  test('reads its certificates once, the present one first', () => {
    const ours = accountOf({
      ...withCertificates,
      certificates: { ...certificates, alipayCerts: [chain.fresh.pem, chain.wallet.pem] },
    })
    expect(ours.certificates?.walletSns).toEqual([chain.fresh.sn, chain.wallet.sn])
  })

  test.each<[string, object, string]>([
    ['no application', { appId: '' }, '应用 APPID'],
    ['no merchant', { sellerId: '' }, '收款方 PID'],
    ['an address with a query string', { notifyUrl: 'https://shop.example/n?x=1' }, 'notifyUrl'],
    ['a content key of another length', { contentKey: new Secret('c2hvcnQ=') }, '16 bytes'],
    ['a doubt that is none', { doubts: { unknown: 1 } }, 'doubts'],
    ['an unreadable certificate', { certificates: { ...certificates, appCert: 'x' } }, 'appCert'],
    [
      'an unreadable root',
      { certificates: { ...certificates, rootCert: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----' } },
      'rootCert',
    ],
    ['no certificate of the wallet', { certificates: { ...certificates, alipayCerts: [] } }, 'alipayCerts'],
  ])('with %s cannot work, and says so without a secret', (_what, changes, words) => {
    const configured = () => accountOf({ ...account, ...changes })
    expect(configured).toThrow(expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(words) }))
    expect(configured).toThrow(expect.objectContaining({ message: expect.not.stringContaining('c2hvcnQ=') }))
  })

  test('shows no secret when it is printed', () => {
    const ours = accountOf({
      ...account,
      contentKey: new Secret(KEYS.content_key),
      appAuthToken: new Secret('202601BB0123456789abcdef'),
    })
    expect(JSON.stringify(ours)).not.toMatch(/202601BB|aYA0GP8J/)
  })
})

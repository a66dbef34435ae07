import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Inspection } from '../wallet.ts'
import { CERTIFIED, CERTIFIED_MERCHANT, FIRST, NOW, precreate, ROOTS, SERIALS, sent } from './asking.fixture.ts'
import { newFaulty } from './faults.fixture.ts'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
const { issuer, serialNumber, validTo } = new X509Certificate(CERTIFIED_MERCHANT.certificate ?? '')
const [parts, decimal] = [issuer.split('\n'), String(BigInt(`0x${serialNumber}`))]
const reversed = parts.toReversed().join()

/** What the inspector says about a call in certificate mode that says these numbers, signed as any. */
function diagnosed(says: Readonly<Record<string, string | undefined>>, now = NOW): NonNullable<Inspection['signature']> {
  const wallet = newFaulty({ walletKeys: [FIRST] })
  sent(wallet, precreate(), { as: CERTIFIED, parameters: says, now })
  const found = wallet.inspect('1')?.signature
  if (!found) throw new Error('expected a signature to be inspected')
  return found
}

describe('certificate mode', () => {
  test.each<[string, string | undefined, RegExp]>([
    ['no number', undefined, /missing/],
    ['serial number first', md5(decimal + reversed), /serial number before the issuer/],
    ['issuer as OpenSSL has it', md5(parts.join() + decimal), /issuer not reversed/],
    ['issuer with blanks', md5(parts.toReversed().join(', ') + decimal), /blanks/],
    ['serial number in hex', md5(reversed + serialNumber), /in hex/],
    ['serial number in lower-case hex', md5(reversed + serialNumber.toLowerCase()), /in hex/],
    ['upper case', SERIALS.app.toUpperCase(), /upper case/],
    ['the serial number itself', decimal, /serial number itself/],
    ["Alipay's certificate", SERIALS.first, /Alipay certificate/],
    ['a root certificate', SERIALS.root, /root certificate/],
    ['anything else', 'f'.repeat(32), /unknown/],
  ])('app_cert_sn: %s', (_, app_cert_sn, detail) => {
    const found = diagnosed({ app_cert_sn })
    expect(found.cause).toBe('app-cert-sn')
    expect(found.sentence.en).toMatch(detail)
    expect(found.sentence.en).toContain(SERIALS.app)
    expect(found.sentence.zh).toMatch(/\p{Script=Han}.*。$/u)
  })

  test.each<[string, string | undefined, RegExp]>([
    ['no number', undefined, /missing/],
    ["the application's", SERIALS.app, /that of the application/],
    ['upper case', SERIALS.root.toUpperCase(), /upper case/],
    ['one more', `${SERIALS.root}_${'a'.repeat(32)}`, /not RSA/],
    ['anything else', 'f'.repeat(32), /unknown/],
  ])('alipay_root_cert_sn: %s', (_, alipay_root_cert_sn, detail) => {
    const found = diagnosed({ alipay_root_cert_sn })
    expect(found.cause).toBe('root-cert-sn')
    expect(found.sentence.en).toMatch(detail)
  })

  test('several roots: their order, what joins them, and which ones', () => {
    const two = `${ROOTS}\n${FIRST.certificate}`
    const said = (alipay_root_cert_sn: string): string | undefined => {
      const wallet = newFaulty({ walletKeys: [FIRST], rootCertificates: two })
      sent(wallet, precreate(), { as: CERTIFIED, parameters: { alipay_root_cert_sn } })
      return wallet.inspect('1')?.signature?.sentence.en
    }
    expect(said(`${SERIALS.root}_${SERIALS.first}`)).toMatch(/signature is right/)
    expect(said(`${SERIALS.first}_${SERIALS.root}`)).toMatch(/another order/)
    expect(said(`${SERIALS.root},${SERIALS.first}`)).toMatch(/joined with another sign/)
    expect(said(SERIALS.root)).toMatch(/without all of its RSA/)
  })

  test('the subject, where somebody else issued the certificate', () => {
    const pem = readFileSync(new URL('../../../../test-fixtures/keys/rsa/merchant.pem', import.meta.url), 'utf8')
    const leaf = new X509Certificate(pem)
    const merchants = [{ ...CERTIFIED_MERCHANT, certificate: pem }]
    const wallet = newFaulty({ merchants, walletKeys: [FIRST] })
    const made = md5(leaf.subject.split('\n').toReversed().join() + String(BigInt(`0x${leaf.serialNumber}`)))
    const privateKey = readFileSync(new URL('../../../../test-fixtures/keys/rsa/merchant.key', import.meta.url), 'utf8')
    sent(wallet, precreate(), { as: { ...CERTIFIED, privateKey }, parameters: { app_cert_sn: made } })
    expect(wallet.inspect('1')?.signature?.sentence.en).toMatch(/the subject in the place of the issuer/)
  })

  test('a certificate that has expired', () => {
    expect(diagnosed({}, Date.parse(validTo)).cause).toBe('certificate-expired')
    expect(diagnosed({}).cause).toBe('right')
  })

  test('a number that was sent and not signed', () => {
    const wallet = newFaulty({ walletKeys: [FIRST] })
    sent(wallet, precreate(), { as: CERTIFIED, signs: (text) => text.replace(/app_cert_sn=[^&]*&/, '') })
    const found = wallet.inspect('1')?.signature
    expect([found?.cause, found?.sentence.en]).toEqual(['parameter-left-out', expect.stringMatching(/^app_cert_sn was sent/)])
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { heldCertificateFindings } from './held-certificates.ts'
import { WORDS } from './spoken.ts'

const base = join(import.meta.dirname, '../../../../test-fixtures/keys')
const NOW = Date.UTC(2026, 10, 27)
const YEARS_MS = 200 * 365 * 86_400_000

const certificates = { appCert: 'file:alipay/app.pem', alipayCert: 'file:alipay/wallet-1.pem', rootCert: 'file:alipay/root.pem' }
const find = (entry: Record<string, unknown>, nowMs = NOW) =>
  heldCertificateFindings({ account: 'ali', entry, base }, nowMs, WORDS.en)

describe('certificates that sign messages', () => {
  it("are counted: the application's and the wallet's, no authority, no key, no client certificate", async () => {
    const entry = {
      ...{ plugin: '@tpkit/provider-alipay', privateKey: 'file:alipay/app.key', certificates, ca: 'file:transport/ca.pem' },
      certificate: { cert: 'file:transport/client.pem', key: 'file:transport/client.key' },
    }
    expect(await find(entry)).toEqual([
      {
        check: 'certificate',
        account: 'ali',
        level: 'ok',
        found: expect.stringMatching(/^certificates\.appCert: \d+ days left/),
      },
      {
        check: 'certificate',
        account: 'ali',
        level: 'ok',
        found: expect.stringMatching(/^certificates\.alipayCert: \d+ days left/),
      },
    ])
  })

  it('that are over are an error, and in a list, where others may stand in, worth a look', async () => {
    const later = NOW + YEARS_MS
    expect(await find({ certificates }, later)).toMatchObject([
      {
        level: 'error',
        found: expect.stringContaining('certificates.appCert: expired on '),
        todo: expect.stringContaining('replace the file'),
      },
      { level: 'error' },
    ])
    const platformCertificates = ['file:alipay/wallet-1.pem', 'file:alipay/wallet-2.pem']
    expect(await find({ platformCertificates }, later)).toMatchObject([
      { level: 'warning', found: expect.stringContaining('platformCertificates.0: expired on ') },
      { level: 'warning' },
    ])
  })

  it('may stand in the configuration itself; what cannot be read is another finding', async () => {
    const text = readFileSync(join(base, 'alipay/app.pem'), 'utf8')
    expect(await find({ appCert: text })).toMatchObject([{ found: expect.stringContaining('appCert: ') }])
    expect(await find({ appCert: 'file:none.pem', other: 'file:alipay', number: 1, none: null })).toEqual([])
  })
})

import { Secret } from '@tpkit/core'
import type { TPError } from '@tpkit/core/errors'
import type { ClientIdentity } from '@tpkit/core/ports'
import { describe, expect, it } from 'vitest'
import { openIdentity } from './identity.ts'
import { gotTransport } from './index.ts'
import { bytesOf, connectTo, hello, https, LIMITS, P12_PASSPHRASE, pem, post, textOf, thrown, WALLET } from './servers.fixture.ts'

const WRONG_PASSPHRASE = 'wrong-passphrase-0123456789'
const p12 = (name: string, passphrase = P12_PASSPHRASE): ClientIdentity => ({
  kind: 'p12',
  bytes: bytesOf(name),
  passphrase: new Secret(passphrase),
})
const pair = (cert: string, key: string): ClientIdentity => ({ kind: 'pem', cert, key: new Secret(key) })

const refused = (identity: ClientIdentity): TPError => thrown(() => gotTransport().connect({ origins: [WALLET], identity }))

describe('a usable identity', () => {
  it.each([
    ['a PEM pair', () => pem('client')],
    ['a .p12 of today', () => p12('client.p12')],
    ['a .p12 with 3DES', () => p12('client-3des.p12')],
    ['a PEM certificate with its chain behind it', () => pair(textOf('client.pem') + textOf('ca.pem'), textOf('client.key'))],
  ])('given %s, the server sees the merchant', async (_kind, identity) => {
    const server = await https(hello, { requestCert: true, rejectUnauthorized: true, ca: textOf('ca.pem') })
    const connection = connectTo(`https://localhost:${server.port}`, { identity: identity() })
    expect((await connection.send(post('/refund', '', { identity: 'merchant' }), LIMITS)).status).toBe(200)
  })
})

describe('what a connection presents can be looked at', () => {
  it.each([
    ['a PEM pair', () => pem('client')],
    ['a .p12', () => p12('client.p12')],
    ['a PEM certificate with its chain behind it', () => pair(textOf('client.pem') + textOf('ca.pem'), textOf('client.key'))],
  ])('given %s: whose it is, in one line, and how long it lives', (_kind, identity) => {
    const { certificate } = gotTransport().connect({ origins: [WALLET], identity: identity() })
    expect(certificate).toEqual({
      subject: expect.stringMatching(/^[^\n]*CN=[^\n]+$/),
      notBefore: Date.parse('2020-01-01T00:00:00Z'),
      notAfter: expect.any(Number),
    })
    expect(new Date(certificate?.notAfter ?? 0).toISOString()).toMatch(/^2120-01-01/)
  })

  it('given no identity, nothing', () => {
    expect(gotTransport().connect({ origins: [WALLET] })).not.toHaveProperty('certificate')
  })
})

describe('an identity that cannot be used is refused at connect', () => {
  it.each<[string, () => ClientIdentity, RegExp]>([
    [
      'a key of another certificate',
      () => pair(textOf('client.pem'), textOf('server.key')),
      /key does not belong to the certificate/,
    ],
    [
      'the key where the certificate belongs',
      () => pair(textOf('client.key'), textOf('client.key')),
      /cert cannot be read.*BEGIN CERT/,
    ],
    [
      'the certificate where the key belongs',
      () => pair(textOf('client.pem'), textOf('client.pem')),
      /key cannot be read.*PRIVATE KEY/,
    ],
    ['a certificate cut short', () => pair(textOf('client.pem').slice(0, 300), textOf('client.key')), /cert cannot be read/],
    ['an expired certificate', () => pem('expired-client'), /expired on 2021-01-01; download a new one/],
    ['a wrong passphrase', () => p12('client.p12', WRONG_PASSPHRASE), /passphrase does not open.*商户号/],
    ['a wrong passphrase for an old file', () => p12('client-rc2.p12', WRONG_PASSPHRASE), /passphrase does not open/],
    [
      'a .p12 that is none',
      () => ({ kind: 'p12', bytes: bytesOf('client.pem'), passphrase: new Secret('x') }),
      /cannot be read; expected the binary/,
    ],
    ['an empty .p12', () => ({ kind: 'p12', bytes: new Uint8Array(), passphrase: new Secret('x') }), /cannot be read/],
  ])('given %s, the sentence says what to do', (_what, identity, says) => {
    const error = refused(identity())
    expect([error.code, error.retry]).toEqual(['CONFIG', 'after-fix'])
    expect(error.message).toMatch(says)
  })

  it('given a .p12 under RC2-40, the sentence holds the whole cure', () => {
    const { code, message } = refused(p12('client-rc2.p12'))
    expect(code).toBe('CONFIG')
    expect(message).toContain('RC2-40')
    expect(message).toContain('apiclient_cert.pem and apiclient_key.pem')
    expect(message).toContain('openssl pkcs12 -legacy -in apiclient_cert.p12 -clcerts -nokeys -out apiclient_cert.pem')
    expect(message).toContain('openssl pkcs12 -legacy -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem')
  })

  it('given a day before and a day after its life, the sentence names the dates', () => {
    const at = (day: string) => () => openIdentity(p12('client.p12'), Date.parse(day))
    expect(at('2019-12-31')).toThrow(/valid from 2020-01-01 and today is 2019-12-31; check this machine's clock/)
    expect(at('2120-01-02')).toThrow(/expired on 2120-01-01/)
    expect(at('2026-01-01')).not.toThrow()
  })

  it('given any of them, neither passphrase nor key is told', () => {
    const broken = [
      p12('client-rc2.p12'),
      p12('client.p12', WRONG_PASSPHRASE),
      pair(textOf('client.pem'), textOf('server.key')),
      pair(textOf('client.pem'), `${textOf('client.key')}x`.slice(0, 200)),
    ]
    for (const identity of broken) {
      const { message, stack, cause } = refused(identity)
      const shown = `${message} ${stack}`
      expect(cause).toBeUndefined()
      expect(shown).not.toContain(P12_PASSPHRASE)
      expect(shown).not.toContain(WRONG_PASSPHRASE)
      expect(shown).not.toContain(textOf('server.key').split('\n')[1])
      expect(shown).not.toContain(textOf('client.key').split('\n')[1])
    }
  })
})

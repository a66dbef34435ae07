/** The merchant's client certificate, looked at before the first call instead of in the middle of a refund. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { createSecureContext, type SecureContext, type SecureContextOptions, TLSSocket } from 'node:tls'
import type { Instant } from '@tpkit/core'
import { type TPError, tpError } from '@tpkit/core/errors'
import type { ClientIdentity, PresentedCertificate } from '@tpkit/core/ports'
import { codeOf } from './failure.ts'

export interface OpenIdentity {
  /** As TLS takes it. */
  readonly secure: SecureContextOptions
  readonly certificate: PresentedCertificate
}

/** Throws `TPError` (`CONFIG`) for an identity that no wallet could accept at `nowMs`. */
export function openIdentity(identity: ClientIdentity, nowMs: Instant): OpenIdentity {
  return identity.kind === 'pem' ? openPem(identity, nowMs) : openP12(identity, nowMs)
}

function openPem({ cert, key }: ClientIdentity & { readonly kind: 'pem' }, nowMs: Instant): OpenIdentity {
  const certificate = readCertificate(cert)
  if (!certificate.checkPrivateKey(readKey(key.reveal()))) {
    throw config('the key does not belong to the certificate; expected the two files that were issued together')
  }
  checkDates(certificate, nowMs)
  return { secure: { cert, key: key.reveal() }, certificate: presented(certificate) }
}

function readCertificate(cert: string): X509Certificate {
  try {
    return new X509Certificate(cert)
  } catch {
    throw config('cert cannot be read; expected a PEM text that starts with -----BEGIN CERTIFICATE----- (apiclient_cert.pem)')
  }
}

function readKey(key: string): KeyObject {
  try {
    return createPrivateKey(key)
  } catch {
    throw config(
      'key cannot be read; expected a PEM text that starts with -----BEGIN PRIVATE KEY----- (apiclient_key.pem); ' +
        'where it is protected by a passphrase, take that off with openssl pkey -in apiclient_key.pem -out key.pem',
    )
  }
}

function openP12({ bytes, passphrase }: ClientIdentity & { readonly kind: 'p12' }, nowMs: Instant): OpenIdentity {
  const options = { pfx: Buffer.from(bytes), passphrase: passphrase.reveal() }
  const certificate = certificateOf(load(options))
  checkDates(certificate, nowMs)
  return { secure: options, certificate: presented(certificate) }
}

/** The subject in one line: Node writes a name's parts in lines of their own. */
function presented({ subject, validFromDate, validToDate }: X509Certificate): PresentedCertificate {
  return {
    subject: subject.split('\n').join(', '),
    notBefore: validFromDate.getTime(),
    notAfter: validToDate.getTime(),
  }
}

function load(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options)
  } catch (error) {
    throw p12Problem(error)
  }
}

/** A `.p12` has no reader of its own in Node; a TLS socket that is connected to nothing shows what it would present. */
function certificateOf(secureContext: SecureContext): X509Certificate {
  const socket = new TLSSocket(new PassThrough(), { secureContext })
  try {
    const shown = socket.getCertificate()
    if (shown && 'raw' in shown && Buffer.isBuffer(shown.raw)) return new X509Certificate(shown.raw)
    throw config('the .p12 file holds no certificate with its key; export it again with both')
  } finally {
    socket.destroy()
  }
}

const LEGACY_CURE =
  'the .p12 file is locked with an old cipher (RC2-40) that OpenSSL 3 no longer opens. ' +
  'Use the PEM pair apiclient_cert.pem and apiclient_key.pem that the platform ships beside it (kind: pem), or convert the file once: ' +
  'openssl pkcs12 -legacy -in apiclient_cert.p12 -clcerts -nokeys -out apiclient_cert.pem; ' +
  'openssl pkcs12 -legacy -in apiclient_cert.p12 -nocerts -nodes -out apiclient_key.pem'

function p12Problem(error: unknown): TPError {
  if (codeOf(error) === 'ERR_CRYPTO_UNSUPPORTED_OPERATION') return config(LEGACY_CURE)
  if (error instanceof Error && error.message === 'mac verify failure') {
    return config('the passphrase does not open the .p12 file; most platforms set it to the merchant id (商户号)')
  }
  return config('the .p12 file cannot be read; expected the binary file as the platform issued it, not its PEM or base64 text')
}

function checkDates(certificate: X509Certificate, nowMs: Instant): void {
  const { validFromDate, validToDate } = certificate
  if (nowMs > validToDate.getTime()) {
    throw config(`the certificate expired on ${day(validToDate)}; download a new one from the platform`)
  }
  if (nowMs < validFromDate.getTime()) {
    throw config(
      `the certificate is valid from ${day(validFromDate)} and today is ${day(new Date(nowMs))}; check this machine's clock`,
    )
  }
}

const day = (date: Date): string => date.toISOString().slice(0, 10)

const config = (sentence: string): TPError => tpError('CONFIG', `Client certificate: ${sentence}`)

import { X509Certificate } from 'node:crypto'
import { type Exchange, type HttpResponse, type Moment, send, type TrustedKey } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, fromRfc3339, openBox, readJson, rsaVerify } from '@tpkit/wire'
import type { Account } from './account.ts'
import { open } from './answer.ts'
import { refusedRead, says } from './finding.ts'
import { demand } from './reading.ts'
import { signedRequest } from './request.ts'
import { checkClock, proofIn, signedText } from './verify.ts'

/**
 * 平台证书. What the APIv3 key opens is from the wallet; the answer's own signature must fit one of the certificates, those in it
 * included, for the first download there is nothing else. A merchant with the public key alone has none.
 */
export function* learnedCertificates(account: Account, at: Moment): Exchange<readonly TrustedKey[]> {
  const request = yield* signedRequest(
    { method: 'GET', path: '/v3/certificates?algorithm_type=RSA', effect: 'read' },
    account,
    at,
  )
  const response = yield* send(request)
  if (response.status !== 200) return yield* refused(response, account)
  const fields = readJson(response.body)
  const certificates = indexesIn(fields).map((index) => certificateAt(fields, `data.${index}`, account))
  yield* checkSigner(response, certificates)
  return certificates
}

function* refused(response: HttpResponse, { publicKeyId }: Account): Exchange<readonly TrustedKey[]> {
  const opened = yield* open(response)
  if (opened.kind === 'success') throw tpError('MALFORMED', `trust: expected HTTP 200, found ${opened.status}`)
  const hasNone = says('absent', 'trust', opened)
  if (hasNone && publicKeyId !== undefined) return []
  // Before the first key nothing can be verified: what is to be done then is told, signed or not.
  throw refusedRead('trust', hasNone ? { ...opened, evidence: 'verified' } : opened)
}

function indexesIn(fields: Fields): readonly number[] {
  const indexes: number[] = []
  while (`data.${indexes.length}.serial_no` in fields) indexes.push(indexes.length)
  if (indexes.length > 0) return indexes
  throw tpError('MALFORMED', 'data: expected at least one platform certificate (微信支付平台证书), found none')
}

function certificateAt(fields: Fields, path: string, { boxKeys }: Account): TrustedKey {
  const inside = `${path}.encrypt_certificate`
  const box = {
    ciphertext: demand(fields, `${inside}.ciphertext`),
    nonce: demand(fields, `${inside}.nonce`),
    associatedData: fields[`${inside}.associated_data`] ?? '',
  }
  const pem = openBox(box, boxKeys)
  if (!pem) {
    throw tpError(
      'UNVERIFIED',
      'encrypt_certificate: expected one that apiV3Key opens (APIv3密钥), found one that it does not; compare the key',
    )
  }
  const id = demand(fields, `${path}.serial_no`)
  const certificate = readable(Buffer.from(pem).toString('utf8'), id)
  const [notBefore, notAfter] = [fromRfc3339(fields[`${path}.effective_time`]), fromRfc3339(fields[`${path}.expire_time`])]
  return {
    id,
    pem: certificate,
    ...(notBefore !== undefined && { notBefore }),
    ...(notAfter !== undefined && { notAfter }),
  }
}

/** The list and the certificate must agree about its number. */
function readable(pem: string, serial: string): string {
  const found = serialOf(pem)
  if (found?.toUpperCase() === serial.toUpperCase()) return pem
  throw tpError(
    'MALFORMED',
    `serial_no: expected that of the certificate beside it, found ${JSON.stringify(serial.slice(0, 64))}`,
  )
}

function serialOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).serialNumber
  } catch {
    return undefined
  }
}

function* checkSigner(response: HttpResponse, certificates: readonly TrustedKey[]): Exchange<void> {
  const proof = proofIn(response.headers)
  const own = certificates.find(({ id }) => id === proof?.serial)
  if (!proof || !own) {
    yield* open(response)
    return
  }
  checkClock(proof, response.nowMs)
  if (rsaVerify(new X509Certificate(own.pem).publicKey, signedText(proof, response.body), proof.signature)) return
  throw tpError(
    'UNVERIFIED',
    'trust: expected certificates signed with one of them, found another signature; do not believe them',
  )
}

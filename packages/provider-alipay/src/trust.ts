import { type Exchange, type HttpResponse, type Moment, send, type TrustedKey } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { type Fields, rsaVerify } from '@tpkit/wire'
import type { Account } from './account.ts'
import { type Envelope, envelopeOf, judged } from './answer.ts'
import { type Certificates, type Chain, chainIn } from './certificates.ts'
import { checkWalletCertificate } from './chain.ts'
import { refusedRead } from './finding.ts'
import { signedRequest } from './gateway.ts'
import { demand } from './reading.ts'
import { checkAnswer, isSn } from './verify.ts'

const DOWNLOAD = 'alipay.open.app.alipaycert.download'
const NOT_THERE = 'isv.alipay-cert-not-exist'

/**
 * 支付宝公钥证书 that answers name and nobody configured: the wallet issued a new one, and hands it out by its number. One with the
 * public key alone has nothing to learn.
 */
export function* learnedCertificates(account: Account, at: Moment, wanted: readonly string[]): Exchange<readonly TrustedKey[]> {
  const { certificates } = account
  if (!certificates) return []
  const unknown = [...new Set(wanted)].filter((sn) => isSn(sn) && !certificates.walletSns.includes(sn))
  const learned: TrustedKey[] = []
  for (const sn of unknown) {
    const found = yield* downloaded(sn, { ...account, certificates }, at)
    if (found) learned.push(found)
  }
  return learned
}

type Certified = Account & { readonly certificates: Certificates }

function* downloaded(sn: string, account: Certified, at: Moment): Exchange<TrustedKey | undefined> {
  const content = { alipay_cert_sn: sn }
  const request = yield* signedRequest({ method: DOWNLOAD, effect: 'read', content, asApplication: true }, account, at)
  const response = yield* send(request)
  const envelope = envelopeOf(response, DOWNLOAD)
  // The certificate that we ask for may sign the very answer that brings it: then it must stand by itself, below.
  const isBySelf = envelope.certificateSn === sn
  if (envelope.signature !== undefined && !isBySelf) yield* checkAnswer(envelope, account)
  const opened = judged(envelope, account)
  if (opened.kind === 'success') return trusted(sn, opened.fields, { envelope, account, response })
  if (opened.subCode === NOT_THERE && opened.evidence === 'verified' && !isBySelf) return undefined
  throw refusedRead('trust', opened)
}

interface Brought {
  readonly envelope: Envelope
  readonly account: Certified
  readonly response: HttpResponse
}

function trusted(sn: string, fields: Fields, { envelope, account, response }: Brought): TrustedKey {
  const chain = readable(Buffer.from(demand(fields, 'alipay_cert_content'), 'base64').toString('utf8'))
  checkWalletCertificate(chain, sn, account.certificates, response.nowMs)
  const { leaf } = chain
  if (envelope.certificateSn === sn && !rsaVerify(leaf.publicKey, envelope.payload, envelope.signature ?? '')) {
    throw tpError(
      'UNVERIFIED',
      'trust: expected an answer signed with the certificate in it, found another signature; do not believe it',
    )
  }
  return { id: sn, pem: leaf.toString(), notBefore: Date.parse(leaf.validFrom), notAfter: Date.parse(leaf.validTo) }
}

/** What is wrong with it is no mistake of the account. */
function readable(pem: string): Chain {
  try {
    return chainIn(pem, 'alipay_cert_content')
  } catch (error) {
    throw isTPError(error) ? tpError('MALFORMED', error.message) : error
  }
}

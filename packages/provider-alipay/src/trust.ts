import { X509Certificate } from 'node:crypto'
import { type Exchange, type HttpResponse, key, type Moment, send, type TrustedKey } from '@tpkit/core'
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
 * 支付宝公钥证书 that answers name and nobody configured: the wallet issued a new one, and hands it out by its number. That the first one
 * cannot be had is thrown; another is left out. One with the public key alone has nothing to learn.
 */
export function* learnedCertificates(account: Account, at: Moment, wanted: readonly string[]): Exchange<readonly TrustedKey[]> {
  const { certificates } = account
  if (!certificates) return []
  const learning: Learning = { account: { ...account, certificates }, at, learned: new Map() }
  for (const sn of wanted) {
    try {
      yield* learn(sn, learning)
    } catch (error) {
      if (sn === wanted[0] || !isTPError(error)) throw error
    }
  }
  return [...learning.learned.values()]
}

type Certified = Account & { readonly certificates: Certificates }

/** One exchange, and what it has brought so far. */
interface Learning {
  readonly account: Certified
  readonly at: Moment
  readonly learned: Map<string, TrustedKey>
}

/** Nothing is learned where the wallet says that it has no such certificate, or where it needs no learning. */
function* learn(sn: string, learning: Learning, signers: 'learned' | 'known' = 'learned'): Exchange<void> {
  const { account, at, learned } = learning
  if (!isSn(sn) || learned.has(sn) || account.certificates.walletSns.includes(sn)) return
  const content = { alipay_cert_sn: sn }
  const request = yield* signedRequest({ method: DOWNLOAD, effect: 'read', content, asApplication: true }, account, at)
  const response = yield* send(request)
  const envelope = envelopeOf(response, DOWNLOAD)
  // The certificate that we ask for may sign the very answer that brings it: then it must stand by itself, below.
  const isBySelf = envelope.certificateSn === sn
  if (envelope.signature !== undefined && !isBySelf) yield* checkSigner(envelope, learning, signers)
  const opened = judged(envelope, account)
  if (opened.kind === 'success') learned.set(sn, trusted(sn, opened.fields, { envelope, account, response }))
  else if (opened.subCode !== NOT_THERE || opened.evidence !== 'verified' || isBySelf) throw refusedRead('trust', opened)
}

/** The wallet may sign with one that is newer than the one that we ask for: then that one is learned first, and no further one for it. */
function* checkSigner(envelope: Envelope, learning: Learning, signers: 'learned' | 'known'): Exchange<void> {
  const { account, learned } = learning
  const { certificateSn = '' } = envelope
  if (signers === 'learned' && isSn(certificateSn) && !(yield* key(certificateSn))) yield* learn(certificateSn, learning, 'known')
  const own = learned.get(certificateSn)
  if (own) checkSignedBy(new X509Certificate(own.pem), envelope)
  else yield* checkAnswer(envelope, account)
}

function checkSignedBy({ publicKey }: X509Certificate, { payload, signature = '' }: Envelope): void {
  if (rsaVerify(publicKey, payload, signature)) return
  throw tpError(
    'UNVERIFIED',
    'trust: expected an answer signed with the certificate that it names, found another signature; do not believe it',
  )
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
  if (envelope.certificateSn === sn) checkSignedBy(leaf, envelope)
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

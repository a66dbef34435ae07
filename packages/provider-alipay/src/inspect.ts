import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Answer, Exchange, NotifyInspection, Received, Step } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { canonicalText, type Fields, readForm } from '@tpkit/wire'
import { accountOf } from './account.ts'
import { APP_KEY } from './gateway.ts'
import { type Reading, readingOf } from './inspect-body.ts'
import { few, signerOf } from './inspect-trial.ts'
import { explained, MOST_FIELDS } from './inspect-trials.ts'
import { TRIED } from './inspect-tried.ts'
import {
  type Cause,
  hidden,
  lost,
  manyFields,
  otherCertificate,
  otherMerchant,
  otherSignType,
  SIGN,
  signForm,
  UNEXPLAINED,
} from './inspect-words.ts'
import { checkParameters, eachOnce } from './message.ts'
import { readNotify } from './notify.ts'
import { type AlipayEntry, keys } from './schema.ts'

/** How much of the signed text is shown. */
const MOST_SHOWN = 4_000

/** An account as far as it explains a signature. */
interface Known {
  readonly entry: AlipayEntry
  /** The wallet's keys, by the names that they have: `alipay`, or numbers of certificates. */
  readonly wallet: Readonly<Record<string, KeyObject>>
  readonly appKey: KeyObject | undefined
}

/**
 * Explains a notify (异步通知) to the person who looks for the mistake: the text that is signed, whether the signature fits the configured
 * keys, and if not, why. Agrees with `notify`, which alone decides, and which also knows certificates that were downloaded. The work is
 * bounded, and nothing of it is secret.
 */
export function inspect(received: Received, entry: AlipayEntry): NotifyInspection {
  const { privateKeys = {}, pinned = {} } = keys(entry)
  const own = privateKeys[APP_KEY]
  const known: Known = { entry, wallet: pinned, appKey: own && createPublicKey(own) }
  const reading = readingOf(received)
  const { fields, cause } = reading
  if (!fields) return { genuine: false, signed: '', causes: cause ? [cause] : [] }
  const genuine = isGenuine(received, known)
  const show = shown(entry)
  return {
    genuine,
    signed: show(signedText(fields, known)),
    ...(fields.sign && { found: show(fields.sign).slice(0, 400) }),
    causes: genuine ? [] : causesOf(reading, fields, received, known).map(({ en, zh }) => ({ en: show(en), zh: show(zh) })),
  }
}

/** A message whose signature fits may still be one that cannot be read: that is another question. */
function isGenuine(received: Received, { entry, wallet }: Known): boolean {
  const account = accountOf(entry)
  const refusal = refusalOf(() => answered(readNotify(received, account), wallet))
  if (refusal === undefined) return true
  if (refusal !== 'MALFORMED') return false
  return (
    refusalOf(() => answered(checkParameters(eachOnce(readForm(received.body)), ['V1', 'V2'], account), wallet)) === undefined
  )
}

function refusalOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (isTPError(error)) return error.code
    throw error
  }
}

/** Runs an exchange that asks for nothing but keys. */
function answered<Reply>(exchange: Exchange<Reply>, wallet: Known['wallet']): Reply {
  let step = exchange.next()
  while (!step.done) {
    step = exchange.next(answerTo(step.value, wallet))
  }
  return step.value
}

function answerTo(step: Step, wallet: Known['wallet']): Answer {
  if (step.do === 'keys') return { to: 'keys', found: Object.entries(wallet).map(([id, key]) => ({ id, key })) }
  if (step.do !== 'key') throw tpError('INTERNAL', `inspect: expected a question for a key, found "${step.do}"`)
  const { id = '' } = step
  const key = Object.hasOwn(wallet, id) ? wallet[id] : undefined
  return { to: 'key', found: key && { id, key } }
}

/** Trades leave sign_type out of it (V1), other messages do not (V2): the one that fits, else the former. */
function signedText(fields: Fields, { wallet }: Known): string {
  const all = canonicalText(fields)
  const text = signerOf(fields, wallet, [all]) === undefined ? canonicalText(fields, ['sign_type']) : all
  const charset = /^gb/i.test(fields.charset ?? '') ? 'gbk' : 'utf-8'
  return new TextDecoder(charset).decode(Buffer.from(text, 'latin1'))
}

/** What is certain first, then what explains the signature, then what cannot be told from here. */
function causesOf(reading: Reading, fields: Fields, received: Received, known: Known): readonly Cause[] {
  const form = reading.cause ? [reading.cause] : []
  if (!fields.sign) return [...form, SIGN.none]
  const isRsa2 = fields.sign_type === 'RSA2'
  const signer = signerOf(fields, known.wallet)
  if (signer !== undefined && isRsa2 && !reading.twice) {
    if (form.length > 0) return [...form, SIGN.onlyForm]
    return [...mixedUp(signer, fields, known), ...ambiguous(fields)]
  }
  const count = Object.keys(fields).length
  if (count > MOST_FIELDS) return [...form, manyFields(count), ...UNEXPLAINED]
  const { appId, sellerId } = known.entry
  const tried = explained({
    ...{ fields, last: reading.last, twice: reading.twice, query: received.query, appId, sellerId },
    ...{ body: Buffer.from(received.body).toString('latin1'), keys: known.wallet, appKey: known.appKey },
  })
  if (tried) return [...form, tried]
  const other = isRsa2 ? [] : [otherSignType((fields.sign_type ?? '').slice(0, 20))]
  return [...form, ...other, ...hints(fields, known), ...UNEXPLAINED]
}

/** 公钥证书方式: the certificate that a message names is the one that must have signed it. */
function mixedUp(signer: string, { alipay_cert_sn }: Fields, { entry }: Known): readonly Cause[] {
  if (!entry.certificates || !alipay_cert_sn || alipay_cert_sn === signer) return []
  return [TRIED.certificate(signer, alipay_cert_sn.slice(0, 64))]
}

/** A genuine signature that pins down more than one message. */
function ambiguous(fields: Fields): readonly Cause[] {
  const name = Object.keys(fields).find((one) => /&[a-z_]{4,40}=/.test(fields[one] ?? ''))
  return name === undefined ? [] : [hidden(name.slice(0, 40))]
}

/** What speaks for a cause and proves none. */
function hints(fields: Fields, { entry, wallet }: Known): readonly Cause[] {
  const { sign = '', app_id, seller_id, alipay_cert_sn } = fields
  const broken = few(Object.keys(fields).filter((name) => /\xef\xbf\xbd|\?\?/.test(fields[name] ?? '')))
  const isStranger = entry.certificates && alipay_cert_sn && !Object.hasOwn(wallet, alipay_cert_sn)
  return [
    ...(isStranger ? [otherCertificate(alipay_cert_sn.slice(0, 64), Object.keys(wallet))] : []),
    ...(app_id && app_id !== entry.appId ? [otherMerchant('app_id', app_id.slice(0, 40), entry.appId)] : []),
    ...(seller_id && seller_id !== entry.sellerId ? [otherMerchant('seller_id', seller_id.slice(0, 40), entry.sellerId)] : []),
    ...(/^[0-9A-Za-z+/]{342,}={0,2}$/.test(sign) && sign.length % 4 === 0 ? [] : [signForm(sign.length)]),
    ...(broken ? [lost(broken)] : []),
  ]
}

/** Should a message hold a secret, nobody reads it here; nor does it steer a terminal or fill a screen. */
function shown({ privateKey, appAuthToken, contentKey }: AlipayEntry): (text: string) => string {
  const secrets = [privateKey, appAuthToken, contentKey].flatMap((secret) => secret?.reveal().trim() || [])
  return (text) =>
    secrets
      .reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)
      .slice(0, MOST_SHOWN)
      .replace(/\p{Cc}/gu, ' ')
}

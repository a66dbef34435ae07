import { createPublicKey, type KeyObject } from 'node:crypto'
import type { Noted } from '../journal/journal.ts'
import type { Inspection } from '../wallet.ts'
import { askedIn, contentOf } from './asked.ts'
import { charsetOf } from './call.ts'
import { type Charset, decoded, encoded } from './charset.ts'
import { certificateMistake } from './diagnose-certificate.ts'
import { deviations } from './diagnose-deviations.ts'
import { hiddenText } from './diagnose-hidden.ts'
import { type Proof, proofBy, proves } from './diagnose-proof.ts'
import { type Deviation, type Parameter, type Recipe, RIGHT, textOf } from './diagnose-recipe.ts'
import * as said from './diagnose-sentences.ts'
import { formIn } from './form.ts'
import { isMisread } from './form-read.ts'
import type { Enrolled } from './merchant.ts'
import { isSignedBy, TOLD, textOf as toldText } from './sign.ts'
import type { State } from './state.ts'

type Signature = NonNullable<Inspection['signature']>
type Cause = said.Cause

/** Which text a merchant's call signs, and if its signature does not fit, why. Undefined where it says no application. */
export function diagnosedCall({ request, at }: Noted, state: State): Signature | undefined {
  const arrived = { ...request, path: request.url.replace(/^[a-z]+:\/\/[^/]*/, '') }
  const { form, app } = askedIn(state, arrived)
  if (!form.parameters.has('app_id')) return undefined
  const charset = charsetOf(form)
  const all = parametersIn(request, charset)
  const value = (name: string): string => all.find((each) => each.name === name)?.value ?? ''
  const called: Called = { all, charset, value, plain: app && contentOf(form, app), misread: isMisread(arrived, state.settings) }
  const { cause, sentence } = app ? causeOf(called, app, state, at) : said.UNKNOWN_APP
  return { text: hiddenText(textOf(RIGHT, all)), expected: '', found: value('sign'), cause, sentence }
}

interface Called {
  readonly all: readonly Parameter[]
  readonly charset: Charset
  readonly value: (name: string) => string
  /** `biz_content` before it was encrypted. */
  readonly plain: string | undefined
  /** The gateway took its body for another charset. */
  readonly misread: boolean
}

/** The first of each name counts, as for the gateway. */
function parametersIn({ url, body }: Noted['request'], charset: Charset): readonly Parameter[] {
  const texts = { query: Buffer.from(url.replace(/^[^?]*\??/s, '')), body }
  const all = (['query', 'body'] as const).flatMap((place) =>
    [...formIn([texts[place]]).parameters].map(([name, value]): Parameter => ({ name, value: decoded(value, charset), place })),
  )
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index)
}

function causeOf(called: Called, app: Enrolled, state: State, at: Noted['at']): Cause {
  const { value } = called
  const sign = value('sign')
  if (sign === '') return said.NO_SIGN
  const makes = (signature: string): boolean => {
    const proof = proofBy(app.key, signature)
    return proof !== undefined && isRight(proof, called)
  }
  if (makes(sign)) return besides(called, app, state, at)
  if (makes(sign.replaceAll(' ', '+'))) return said.SIGN_NOT_ESCAPED
  if (/^[0-9a-f]+$/i.test(sign) && makes(Buffer.from(sign, 'hex').toString('base64'))) return said.SIGN_IN_HEX
  const own = proofBy(app.key, sign)
  return own ? textCause(own, called) : keyCause(sign, app, state)
}

/** Empty parameters may be signed, too. */
function isRight(proof: Proof, { all, charset }: Called): boolean {
  const kept: Recipe['pick'] = (some) => some.filter(({ name }) => name !== 'sign')
  const texts = [textOf(RIGHT, all), textOf({ ...RIGHT, pick: kept }, all)]
  return proof.hash === 'sha256' && texts.some((text) => proves(proof, encoded(text, charset)))
}

/** The signature is right: what else a request says of how it was made. */
function besides({ value, misread }: Called, app: Enrolled, state: State, at: Noted['at']): Cause {
  if (value('sign_type') !== 'RSA2') return said.signType(value('sign_type'))
  if (misread) return said.CHARSET_NOT_IN_QUERY
  const mistake = certificateMistake(value, app, state, at)
  return mistake ? { cause: mistake.cause, sentence: said.certificateSentence(mistake) } : said.RIGHT_SIGNATURE
}

/** The key is the right one, and what it signed is known by its digest. */
function textCause(proof: Proof, called: Called): Cause {
  if (proof.hash !== 'sha256') return said.otherHash(proof.hash)
  const found = firstThatMakes(proof, called)
  return found ? { cause: found.cause, sentence: said.sentenceFor(found) } : said.OTHER_TEXT
}

function firstThatMakes(proof: Proof, { all, charset, plain }: Called): Deviation | undefined {
  const right: Recipe = { ...RIGHT, encode: (text) => encoded(text, charset) }
  for (const each of deviations(all, plain)) {
    const recipe = { ...right, ...each.recipe }
    if (proves(proof, recipe.encode(textOf(recipe, all)))) return each
  }
  return undefined
}

/** Whose key it was. */
function keyCause(sign: string, app: Enrolled, { merchants, walletKeys }: State): Cause {
  const others = [...merchants.values()].filter((each) => each !== app)
  const owner = others.find(({ key }) => proofBy(key, sign))?.appId
  if (owner !== undefined) return said.wrongKey(owner)
  return walletKeys.some(({ key }) => proofBy(publicHalf(key), sign)) ? said.wrongKey('alipay') : said.UNKNOWN_KEY
}

function publicHalf(key: KeyObject): KeyObject {
  return createPublicKey(key.export({ type: 'pkcs8', format: 'pem' }))
}

/** A notify of the wallet's: which text it signed, and whether a fault spoilt it. */
export function diagnosedNotify({ request: { body }, faults }: Noted, { walletKeys }: State): Signature | undefined {
  const { parameters } = formIn([body])
  const sign = Buffer.from(parameters.get('sign') ?? '').toString('latin1')
  if (!parameters.has('notify_id')) return undefined
  const text = toldText(parameters, TOLD)
  const isRight = walletKeys.some(({ key }) => isSignedBy(key, text, sign))
  const { cause, sentence } = isRight ? said.RIGHT_SIGNATURE : said.spoilt(faults)
  return { text: decoded(text, 'utf-8'), expected: '', found: sign, cause, sentence }
}

import type { Inspection, Sentence } from '../wallet.ts'
import type { Deviation } from './diagnose-deviation.ts'
import { deviations } from './diagnose-deviations.ts'
import { hidden } from './diagnose-hidden.ts'
import { makes, type Pair, rightRecipe, textOf } from './diagnose-recipe.ts'
import { BODY_CHARSET, NO_SIGN, RIGHT, SIGN_TYPE, sentenceFor, UNKNOWN_KEY } from './diagnose-sentences.ts'
import type { QQMerchant } from './merchant.ts'
import { readXml } from './xml.ts'

/** A message, decoded for people: GBK is read too, so that it can be shown what came. */
export interface Decoded {
  readonly fields: readonly Pair[]
  readonly charset: 'UTF-8' | 'GBK'
}

/** Undefined where it is no XML of this dialect, in either encoding. */
export function decoded(body: Uint8Array): Decoded | undefined {
  const utf8 = textIn('utf-8', body)
  const charset = utf8 === undefined ? 'GBK' : 'UTF-8'
  const fields = readXml(utf8 ?? textIn('gbk', body) ?? '')
  return fields && { fields: [...fields], charset }
}

function textIn(charset: string, body: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

/** What the wallet signs, and why what it found differs: a search over single mistakes. */
export function diagnosed(
  { fields, charset }: Decoded,
  merchant: QQMerchant,
  others: readonly QQMerchant[],
): NonNullable<Inspection['signature']> {
  const right = rightRecipe(merchant.apiKey, merchant.signType)
  const found = fieldOf(fields, 'sign')
  const expected = right
    .digest(textOf(right, fields, merchant.apiKey), merchant.apiKey)
    .join()
    .toUpperCase()
  const text = textOf(right, fields.map(hidden), '[secret]')
  const verdict = plainVerdict({ fields, charset }, merchant, expected) ?? searched(fields, merchant, others, found)
  return { text, expected, found, ...verdict }
}

interface Verdict {
  readonly cause: string
  readonly sentence: Sentence
}

/** What needs no search. */
function plainVerdict({ fields, charset }: Decoded, { signType = 'MD5' }: QQMerchant, expected: string): Verdict | undefined {
  const [sign, named] = [fieldOf(fields, 'sign'), fieldOf(fields, 'sign_type') || 'MD5']
  if (charset !== 'UTF-8') return { cause: 'charset', sentence: BODY_CHARSET }
  if (sign === '') return { cause: 'no-sign', sentence: NO_SIGN }
  if (named !== signType) return { cause: 'algorithm', sentence: SIGN_TYPE }
  return sign.toUpperCase() === expected ? { cause: 'right', sentence: RIGHT } : undefined
}

function searched(fields: readonly Pair[], merchant: QQMerchant, others: readonly QQMerchant[], found: string): Verdict {
  const deviation = firstThatMakes(fields, merchant, others, found)
  if (deviation) return { cause: deviation.cause, sentence: sentenceFor(deviation) }
  return { cause: 'wrong-key', sentence: UNKNOWN_KEY }
}

function firstThatMakes(
  fields: readonly Pair[],
  merchant: QQMerchant,
  others: readonly QQMerchant[],
  found: string,
): Deviation | undefined {
  const right = rightRecipe(merchant.apiKey, merchant.signType)
  for (const each of deviations(fields, merchant, others)) {
    if (makes({ ...right, ...each.recipe }, fields, found)) return each
  }
  return undefined
}

function fieldOf(fields: readonly Pair[], name: string): string {
  return fields.find(([each]) => each === name)?.[1] ?? ''
}

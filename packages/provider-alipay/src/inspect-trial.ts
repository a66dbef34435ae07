import { type KeyObject, verify } from 'node:crypto'
import { canonicalText, type Fields, rsaVerify } from '@tpkit/wire'
import type { Cause } from './inspect-words.ts'

/** One mistake and nothing else: what is signed by whoever makes it. */
export interface Trial {
  readonly cause: () => Cause
  /** One letter for each byte. Trades leave `sign_type` out (V1), other messages do not (V2): either may fit. */
  readonly texts: readonly string[]
  readonly by?: 'app' | 'sha1'
  /** Only with another sign than came. */
  readonly signs?: readonly string[]
}

/** What a message is and who may have signed it. */
export interface Question {
  readonly fields: Fields
  readonly last?: Fields | undefined
  readonly twice?: readonly string[] | undefined
  readonly body: string
  readonly query: string
  /** The wallet's keys by the names that they have. */
  readonly keys: Readonly<Record<string, KeyObject>>
  /** The application's own. */
  readonly appKey: KeyObject | undefined
  readonly appId: string
  readonly sellerId: string
}

/** Whose signature a message has as it is, under either rule. */
export function signerOf(fields: Fields, keys: Question['keys'], texts = textsOf(fields)): string | undefined {
  const { sign = '' } = fields
  const found = Object.entries(keys).find(([, key]) => texts.some((text) => rsaVerify(key, bytesOf(text), sign)))
  return found?.[0]
}

/** Whether a trial's text has that sign. */
export function fits({ keys, appKey }: Question, by: Trial['by'], text: string, sign: string): boolean {
  const bytes = bytesOf(text)
  if (by === 'app') return appKey !== undefined && rsaVerify(appKey, bytes, sign)
  const candidates = Object.values(keys)
  if (by === undefined) return candidates.some((key) => rsaVerify(key, bytes, sign))
  return candidates.some((key) => verify('RSA-SHA1', bytes, key, Buffer.from(sign, 'base64')))
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** Under both rules. */
export function textsOf(fields: Fields): readonly string[] {
  return [canonicalText(fields, ['sign_type']), canonicalText(fields)]
}

/** Names for a sentence: three, each shortened. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => name.slice(0, 40))
  return names.length > 3 ? `${shown.join(', ')} …` : shown.join(', ')
}

import type { KeyObject } from 'node:crypto'
import type { Message } from '../faults/notify-line.ts'
import { type Charset, charsetNamed, decoded, encoded } from './charset.ts'
import { formIn, formText, plain } from './form.ts'
import { type Bytes, isSignedBy, signatureOf, TOLD, textOf } from './sign.ts'
import type { State } from './state.ts'

/** One of the wallet's notifies, open for changes: what it says, in which bytes, and how it will be signed. */
export interface Form {
  /** All but the signature. */
  readonly fields: ReadonlyMap<string, string>
  readonly charset: Charset
  readonly key: KeyObject
  readonly headers: Message['headers']
  /** Every value that `sign` will have; none: it is not there. */
  readonly signs: (form: Form) => readonly string[]
  /** The text after it was signed. */
  readonly wire: (text: string) => string
}

/** A notify that the wallet signed. */
export function openForm({ headers, body }: Message, { walletKeys }: Pick<State, 'walletKeys'>): Form | undefined {
  const form = formIn([body])
  const charset = charsetNamed(plain(form, 'charset') ?? '')
  const sign = plain(form, 'sign') ?? ''
  const key = walletKeys.find((each) => isSignedBy(each.key, textOf(form.parameters, TOLD), sign))?.key
  if (!charset || !key) return undefined
  const told = [...form.parameters].filter(([name]) => name !== 'sign')
  const fields = new Map(told.map(([name, value]) => [name, decoded(value, charset)]))
  return { fields, charset, key, headers, signs: (each) => [rightSign(each)], wire: (text) => text }
}

export function sealForm(form: Form): Message {
  const signs = form.signs(form).map((value) => formText(new Map([['sign', Buffer.from(value)]])))
  return { headers: form.headers, body: Buffer.from(form.wire([formText(bytesOf(form)), ...signs].join('&'))) }
}

/** The fields as they are sent. */
export function bytesOf({ fields, charset }: Form): Bytes {
  return new Map([...fields].map(([name, value]) => [name, encoded(value, charset)]))
}

export function rightSign(form: Form): string {
  return signatureOf(form.key, textOf(bytesOf(form), TOLD))
}

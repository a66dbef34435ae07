import { tpError } from '@tpkit/core/errors'
import type { Fields } from './fields.ts'

/** One parameter of a form: its name, and the bytes of its value in the charset of the message. */
export type FormPair = readonly [name: string, value: Uint8Array]

/**
 * The parameters of a form (application/x-www-form-urlencoded) in the order in which they came, decoded exactly once: what still looks
 * escaped afterwards is text. Names that came twice stay visible, for who reads decides what that means.
 * Throws `MALFORMED` for what is no form, a name of other characters than ASCII letters, digits, `_`, `.` and `-`, or half an escape.
 */
export function readForm(body: Uint8Array): readonly FormPair[] {
  // One character for each byte: the charset is known only afterwards.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  return text === '' ? [] : text.split('&').map(pairIn)
}

/** Parameters as a form, in UTF-8. */
export function writeForm(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
}

function pairIn(pair: string): FormPair {
  const equals = pair.indexOf('=')
  const name = equals < 0 ? '' : decoded(pair.slice(0, equals)).toString('latin1')
  if (/^[0-9A-Za-z_.-]{1,64}$/.test(name)) return [name, decoded(pair.slice(equals + 1))]
  throw malformed('"name=value" pairs with plain names')
}

const ESCAPE = /%([0-9A-Fa-f]{2})|\+|%/g

function decoded(text: string): Buffer {
  const once = text.replace(ESCAPE, (mark, digits: string | undefined) => {
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits, 16))
    if (mark === '+') return ' '
    throw malformed('whole escapes such as %2B')
  })
  return Buffer.from(once, 'latin1')
}

function malformed(expected: string): Error {
  return tpError(
    'MALFORMED',
    `form: expected ${expected}, found something else; the message is damaged, not the wallet's, or was changed on its way here`,
  )
}

import type { WalletRequest } from '@tpkit/core'
import type { Bytes } from './sign.ts'

/** The parameters of a request, from its query and its body together. Nobody knows their charset yet, so they are bytes. */
export interface Form {
  readonly parameters: Bytes
  /** A name that came with two values. */
  readonly twice: string | undefined
}

export function formOf({ path, headers, body }: Pick<WalletRequest, 'path' | 'headers' | 'body'>): Form {
  const query = path.replace(/^[^?]*\??/s, '')
  const type = headers.get('content-type')?.[0]
  const isForm = type === undefined || /^application\/x-www-form-urlencoded(?:;|$)/i.test(type.trim())
  return formIn([Buffer.from(query), ...(isForm ? [body] : [])])
}

/** Of texts that are form-encoded. */
export function formIn(texts: readonly Uint8Array[]): Form {
  const parameters = new Map<string, Buffer>()
  let twice: string | undefined
  for (const [name, value] of texts.flatMap(pairsIn)) {
    const known = parameters.get(name)
    if (known && !known.equals(value)) twice ??= name
    if (!known) parameters.set(name, value)
  }
  return { parameters, twice }
}

/** A parameter that is plain ASCII whatever the charset; empty is as good as absent. */
export function plain({ parameters }: Form, name: string): string | undefined {
  const value = parameters.get(name)
  return value && value.byteLength > 0 ? Buffer.from(value).toString('latin1') : undefined
}

/** Each byte as one letter, so that escapes can be undone without a charset. */
function pairsIn(text: Uint8Array): readonly (readonly [string, Buffer])[] {
  const parts = Buffer.from(text).toString('latin1').split('&')
  return parts.filter((part) => part !== '').map(pairIn)
}

function pairIn(part: string): readonly [string, Buffer] {
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(part) ?? []
  return [unescaped(name).toString('utf8'), unescaped(value)]
}

/** Once: what looks escaped afterwards is meant so. */
function unescaped(text: string): Buffer {
  const letters = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(letters, 'latin1')
}

const KEPT = /[A-Za-z0-9*\-._]/

/** application/x-www-form-urlencoded, of bytes in whatever charset. */
export function formText(parameters: Bytes): string {
  return [...parameters].map(([name, value]) => `${escaped(Buffer.from(name))}=${escaped(value)}`).join('&')
}

function escaped(bytes: Uint8Array): string {
  return [...bytes].map(escapedByte).join('')
}

function escapedByte(byte: number): string {
  const letter = String.fromCharCode(byte)
  if (letter === ' ') return '+'
  return KEPT.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

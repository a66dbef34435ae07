import { gbk } from '../books/gbk.ts'

/** 编码: what a request may be in, and what its answer is in then. */
export type Charset = 'utf-8' | 'gbk'

/** Undefined for a name that the gateway does not take. GB2312 is a part of GBK. */
export function charsetNamed(name: string): Charset | undefined {
  if (/^utf-?8$/i.test(name)) return 'utf-8'
  return /^gb(?:k|2312)$/i.test(name) ? 'gbk' : undefined
}

export function encoded(text: string, charset: Charset): Uint8Array {
  return charset === 'gbk' ? gbk(text) : new TextEncoder().encode(text)
}

/** Bytes that are no text of that charset become U+FFFD. */
export function decoded(bytes: Uint8Array, charset: Charset): string {
  return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes)
}

/** As the gateway spells it in its headers. */
export function spelled(charset: Charset): string {
  return charset === 'gbk' ? 'GBK' : charset
}

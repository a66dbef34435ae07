import { gbk } from '../books/gbk.ts'

/** Bytes of a text in encodings that merchants' programs fall back to; a letter that an encoding lacks becomes `?`. */
export const CHARSETS: readonly (readonly [name: string, encode: (text: string) => Uint8Array])[] = [
  ['GBK', gbk],
  ['ISO-8859-1', (text) => bytes(text, (unit) => (unit <= 0xff ? unit : QUESTION))],
  ['ISO-8859-1', (text) => bytes(text, (unit) => unit & 0xff)],
  ['US-ASCII', (text) => bytes(text, (unit) => (unit <= 0x7f ? unit : QUESTION))],
  ['UTF-16', (text) => Uint8Array.from([...units(text)].flatMap((unit) => [unit & 0xff, unit >> 8]))],
]

const QUESTION = 0x3f

function bytes(text: string, change: (unit: number) => number): Uint8Array {
  return Uint8Array.from([...units(text)].map(change))
}

function* units(text: string): Generator<number> {
  for (let at = 0; at < text.length; at += 1) yield text.charCodeAt(at)
}

/** Bytes of a text in encodings that merchants' programs fall back to; a letter that an encoding lacks becomes `?`. */
export const CHARSETS: readonly (readonly [name: string, encode: (text: string) => Uint8Array])[] = [
  ['GBK', gbk],
  ['ISO-8859-1', (text) => bytes(text, (unit) => (unit <= 0xff ? unit : QUESTION))],
  ['ISO-8859-1', (text) => bytes(text, (unit) => unit & 0xff)],
  ['US-ASCII', (text) => bytes(text, (unit) => (unit <= 0x7f ? unit : QUESTION))],
  ['UTF-16', (text) => Uint8Array.from([...units(text)].flatMap((unit) => [unit & 0xff, unit >> 8]))],
]

const QUESTION = 0x3f

function gbk(text: string): Uint8Array {
  const table = gbkTable()
  return Uint8Array.from(
    [...text].flatMap((letter) => (letter <= '\x7f' ? [letter.charCodeAt(0)] : (table.get(letter) ?? [QUESTION]))),
  )
}

let built: ReadonlyMap<string, readonly number[]> | undefined

/** The platform decodes GBK and does not encode it, so its table is turned round; some 24 000 letters, only when needed. */
function gbkTable(): ReadonlyMap<string, readonly number[]> {
  if (built) return built
  const decoder = new TextDecoder('gbk')
  const table = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if ([...letter].length === 1 && letter !== '\ufffd' && !table.has(letter)) table.set(letter, [lead, trail])
    }
  }
  built = table
  return table
}

function bytes(text: string, change: (unit: number) => number): Uint8Array {
  return Uint8Array.from([...units(text)].map(change))
}

function* units(text: string): Generator<number> {
  for (let at = 0; at < text.length; at += 1) yield text.charCodeAt(at)
}

const LINE_FEED = 0x0a
const QUESTION = Uint8Array.of(0x3f)

/** GBK bytes of a text. A letter that GBK lacks becomes `?`. */
export function gbk(text: string): Uint8Array {
  const table = gbkTable()
  return Buffer.concat([...text].map((letter) => (letter <= '\x7f' ? Buffer.from(letter) : (table.get(letter) ?? QUESTION))))
}

let built: ReadonlyMap<string, Uint8Array> | undefined

/** The platform decodes GBK and does not encode it, so its table is turned round; some 24 000 letters, only when needed. */
function gbkTable(): ReadonlyMap<string, Uint8Array> {
  built ??= new Map(lettersOf([...pairs(), EURO]))
  return built
}

const EURO = Uint8Array.of(0x80)

/** All codes decoded at once, each on a line of its own. */
function lettersOf(codes: readonly Uint8Array[]): readonly (readonly [letter: string, code: Uint8Array])[] {
  const bytes = Buffer.concat(codes.flatMap((code) => [code, Uint8Array.of(LINE_FEED)]))
  const letters = new TextDecoder('gbk').decode(bytes).split('\n')
  return codes.flatMap((code, index): readonly (readonly [string, Uint8Array])[] => {
    const letter = letters[index] ?? ''
    // A code that is none decodes to U+FFFD, with its second byte behind that where it is a letter of its own.
    return [...letter].length === 1 && letter !== '\ufffd' ? [[letter, code]] : []
  })
}

/** Descending: of two codes for one letter the first counts, and the later entry of a table wins. */
function pairs(): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  for (let lead = 0xfe; lead >= 0x81; lead -= 1) {
    for (let trail = 0xfe; trail >= 0x40; trail -= 1) found.push(Uint8Array.of(lead, trail))
  }
  return found
}

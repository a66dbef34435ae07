import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

export interface Pair {
  readonly publicKey: string
  readonly privateKey: string
}

const draw = promisify(generateKeyPair)

/** RSA 2048, PEM. */
async function drawPair(): Promise<Pair> {
  return draw('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

let drawn: Promise<readonly [merchant: Pair, wallet: Pair, stranger: Pair]> | undefined

/** One for each side of all worlds of a run: to draw one takes longer than most cases. */
export function pairs(): Promise<readonly [merchant: Pair, wallet: Pair, stranger: Pair]> {
  drawn ??= Promise.all([drawPair(), drawPair(), drawPair()])
  return drawn
}

/** A secret of that length that shows wherever it comes out. */
export function canary(length: number): string {
  return `canary${randomBytes(length).toString('hex')}`.slice(0, length)
}

/** What a secret may look like where it comes out: plain, hex, escaped, and Base64 wherever it begins. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return text.slice(before === 0 ? 0 : 4, -4)
  })
  return [
    secret,
    bytes.toString('hex'),
    encodeURIComponent(secret),
    ...shifted,
    ...shifted.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]
}

/** Looks for secrets in what comes out of a gateway. */
export class Canaries {
  readonly #known = new Map<string, readonly string[]>()

  /** @param name for the report: never the secret */
  add(name: string, secret: string): void {
    // Of a key in PEM any line gives it away.
    const parts = secret.includes('-----BEGIN') ? secret.split('\n').filter((line) => line.length === 64) : [secret]
    this.#known.set(
      name,
      [...new Set(parts.flatMap(spellings))].filter((one) => one.length >= 12),
    )
  }

  /** The names of those that stand in a text. */
  found(text: string, shown: readonly string[] = []): readonly string[] {
    return [...this.#known].flatMap(([name, parts]) =>
      !shown.includes(name) && parts.some((part) => text.includes(part)) ? [name] : [],
    )
  }

  get names(): readonly string[] {
    return [...this.#known.keys()]
  }
}

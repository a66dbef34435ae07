/** Shorter pieces occur by chance. */
const LEAST_PIECE = 8

/**
 * Which secret stands in the text, and in which form: "number 1 as hex". Never the secret itself.
 * A secret of several lines, such as a PEM key, is looked for line by line, for printing escapes the line ends.
 */
export function secretIn(text: string, secrets: readonly string[]): string | undefined {
  for (const [index, secret] of secrets.entries()) {
    const pieces = secret.includes('\n') ? secret.split(/\s+/).filter((piece) => piece.length >= LEAST_PIECE) : [secret]
    for (const piece of pieces) {
      const found = Object.entries(forms(piece)).find(([, form]) => text.includes(form))
      if (found) return `number ${index + 1} as ${found[0]}`
    }
  }
  return undefined
}

function forms(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  return {
    text: secret,
    hex,
    'upper-case hex': hex.toUpperCase(),
    base64: bytes.toString('base64').replace(/=+$/, ''),
    base64url: bytes.toString('base64url'),
    'URL-encoded text': encodeURIComponent(secret),
  }
}

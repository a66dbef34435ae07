import type { Secret } from '../secret.ts'

const SHOWN = '[secret]'
/** Headers that carry credentials in every dialect. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'proxy-authorization'])

/** Replaces secrets in recorded text. */
export interface Scrubber {
  readonly text: (text: string) => string
  readonly headers: (headers: Iterable<readonly [string, string]>) => readonly (readonly [string, string])[]
}

/**
 * Hides two kinds: the values of known secrets, in every form they travel in, and the fields that the manifest calls
 * sensitive, in the three dialects of the wallets (XML, JSON, form).
 */
export function scrubber(secrets: readonly Secret[], sensitiveFields: readonly string[]): Scrubber {
  const values = secrets.flatMap((secret) => forms(secret.reveal())).sort((a, b) => b.length - a.length)
  const fields = sensitiveFields.length > 0 ? fieldPatterns(sensitiveFields) : []
  const text = (input: string): string => {
    const withoutValues = values.reduce((rest, value) => rest.replaceAll(value, SHOWN), input)
    return fields.reduce((rest, pattern) => rest.replace(pattern, `$1${SHOWN}$2`), withoutValues)
  }
  return {
    text,
    headers: (headers) =>
      [...headers].map(([name, value]) => [name, SECRET_HEADERS.has(name.toLowerCase()) ? SHOWN : text(value)] as const),
  }
}

function forms(value: string): readonly string[] {
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex')
  return [value, encodeURIComponent(value), bytes.toString('base64'), bytes.toString('base64url'), hex, hex.toUpperCase()]
}

/** A name stands for its numbered rows as well: `refund_recv_accout` hides `refund_recv_accout_0`. */
function fieldPatterns(names: readonly string[]): readonly RegExp[] {
  const any = `(?:${names.map((name) => name.replace(/[^A-Za-z0-9_-]/g, '')).join('|')})(?:_[0-9]+)?`
  return [
    // A section ends at the first `]]>` and at no other place: two ways to read one text would take exponential time.
    new RegExp(`(<(?:${any})\\s*>)(?:<!\\[CDATA\\[(?:[^\\]]|\\](?!\\]>))*\\]\\]>|[^<])*(</)`, 'g'),
    new RegExp(`("(?:${any})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\]|[^",\\[{}\\]\\s]+)()`, 'g'),
    new RegExp(`((?:^|[?&])(?:${any})=)[^&]*()`, 'g'),
  ]
}

import { CHANGED } from './inspect-tried.ts'

/** One well-known change of a value and how to undo it. What cannot be undone stays as it is. */
export interface Undo {
  readonly cause: (typeof CHANGED)[keyof typeof CHANGED]
  readonly undo: (value: string) => string
}

const undoing = (cause: keyof typeof CHANGED, undo: (value: string) => string): Undo => ({ cause: CHANGED[cause], undo })

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", '#39': "'", '#34': '"' }

/** Once: `&amp;lt;` becomes `&lt;`. */
export function unescaped(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos|#39|#34);/g, (entity, name: string) => ENTITIES[name] ?? entity)
}

/** Undefined where it is not percent-encoded text. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** The likely ones first. */
export const UNDO: readonly Undo[] = [
  undoing('spaced', (value) => value.trim()),
  undoing('escaped', unescaped),
  undoing('unescaped', (value) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  undoing('unescaped', (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  ),
  undoing('plus', (value) => value.replaceAll(' ', '+')),
  undoing('encoded', (value) => (/%[0-9A-Fa-f]{2}/.test(value) ? (decoded(value) ?? value) : value)),
  undoing('decoded', encodeURIComponentSafely),
  undoing('decoded', (value) => encodeURIComponentSafely(value).replaceAll('%20', '+')),
  undoing('mojibake', fromLatin1),
  undoing('cdata', (value) => value.replace(/^\s*<!\[CDATA\[([\s\S]*)\]\]>\s*$/, '$1')),
  undoing('cdataSigned', (value) => `<![CDATA[${value}]]>`),
  undoing('trimmed', (value) => `${value} `),
  undoing('trimmed', (value) => ` ${value}`),
  undoing('trimmed', (value) => `${value}\n`),
  undoing('trimmed', (value) => `${value}\r\n`),
  undoing('lineEnds', (value) => value.replaceAll('\n', '\r\n')),
  undoing('normalised', (value) => value.normalize('NFD')),
  undoing('normalised', (value) => value.normalize('NFC')),
  undoing('number', (value) => (/^[0-9]{1,15}\.0+$/.test(value) ? value.replace(/\..*$/, '') : value)),
]

function encodeURIComponentSafely(value: string): string {
  try {
    return encodeURIComponent(value)
  } catch {
    return value // half of a pair
  }
}

/** What UTF-8 was before somebody took its bytes for letters. */
function fromLatin1(value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

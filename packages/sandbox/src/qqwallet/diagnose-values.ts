import { CHARSETS } from '../journal/charsets.ts'
import type { Deviation, SignatureCause } from './diagnose-deviation.ts'
import { compare, hash, type Pair, type Recipe } from './diagnose-recipe.ts'

/** The right fields, spelled otherwise than they were sent. */
export function* valueDeviations(fields: readonly Pair[]): Generator<Deviation> {
  yield* letterCases()
  yield* charsets()
  yield* spellings(fields)
  yield* amounts(fields)
}

function* letterCases(): Generator<Deviation> {
  const casing = (detail: string, recipe: Partial<Recipe>): Deviation => ({ cause: 'case', detail, recipe })
  yield casing('names lower', { spell: ([name, value]) => [name.toLowerCase(), value] })
  yield casing('names upper', { spell: ([name, value]) => [name.toUpperCase(), value] })
  yield casing('values lower', { spell: ([name, value]) => [name, value.toLowerCase()] })
  yield casing('values upper', { spell: ([name, value]) => [name, value.toUpperCase()] })
  yield casing('sorted ignoring case', {
    order: (pairs) => [...pairs].sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase())),
  })
  yield casing('whole text lower', { digest: (text) => [hash('md5', text.toLowerCase())] })
  yield casing('whole text upper', { digest: (text) => [hash('md5', text.toUpperCase())] })
}

function* charsets(): Generator<Deviation> {
  for (const [name, encode] of CHARSETS) {
    yield { cause: 'charset', detail: name, recipe: { digest: (text) => [hash('md5', encode(text))] } }
  }
}

type Spelling = readonly [cause: SignatureCause, detail: string, spell: (value: string) => string]

/** Each way of writing values, for all fields at once and for each field alone. */
function* spellings(fields: readonly Pair[]): Generator<Deviation> {
  for (const [cause, detail, spell] of SPELLINGS) {
    yield { cause, detail, recipe: { spell: ([name, value]) => [name, spell(value)] } }
  }
  yield { cause: 'html-escaped', detail: '&amp;', recipe: { digest: (text) => [hash('md5', text.replaceAll('&', '&amp;'))] } }
  for (const [only, value] of fields) {
    for (const [cause, , spell] of SPELLINGS.filter((each) => each[2](value) !== value)) {
      yield { cause, detail: only, recipe: { spell: (pair) => (pair[0] === only ? [only, spell(pair[1])] : pair) } }
    }
  }
}

const SPELLINGS: readonly Spelling[] = [
  ['cdata', 'all', (value) => `<![CDATA[${value}]]>`],
  ['cdata', 'text', (value) => (/^[0-9]+$/.test(value) ? value : `<![CDATA[${value}]]>`)],
  ['url-encoded', 'encodeURIComponent', encoded],
  [
    'url-encoded',
    'form',
    (value) =>
      encoded(value)
        .replaceAll('%20', '+')
        .replace(/[!'()~]/g, percent),
  ],
  [
    'url-encoded',
    'form',
    (value) =>
      encoded(value)
        .replaceAll('%20', '+')
        .replace(/[!'()~*]/g, percent),
  ],
  ['url-encoded', 'RFC 3986', (value) => encoded(value).replace(/[!'()*]/g, percent)],
  ['url-encoded', 'lower-case hex', (value) => lowerHex(encoded(value))],
  ['url-encoded', 'lower-case hex', (value) => lowerHex(encoded(value).replaceAll('%20', '+').replace(/['~]/g, percent))],
  ['url-encoded', 'encodeURI', (value) => encodeURI(value)],
  ['html-escaped', '& < >', escaped],
  ['html-escaped', '& < > "', (value) => escaped(value).replaceAll('"', '&quot;')],
  ['html-escaped', `& < > " '`, (value) => escaped(value).replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
  ['html-escaped', `& < > " '`, (value) => escaped(value).replaceAll('"', '&quot;').replaceAll("'", '&#039;')],
  ['html-escaped', `& < > " '`, (value) => escaped(value).replaceAll('"', '&quot;').replaceAll("'", '&apos;')],
  ['white-space', 'trimmed', (value) => value.trim()],
  ['white-space', 'line ends', (value) => value.replace(/(?<!\r)\n/g, '\r\n')],
  ['white-space', 'line ends', (value) => value.replaceAll('\r\n', '\n')],
  ['white-space', 'a space after', (value) => `${value} `],
  ['white-space', 'a line end after', (value) => `${value}\n`],
]

function encoded(value: string): string {
  return encodeURIComponent(value)
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
}

function lowerHex(value: string): string {
  return value.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Fen were sent, yuan were signed. */
function* amounts(fields: readonly Pair[]): Generator<Deviation> {
  for (const [only] of fields.filter(([name, value]) => name.endsWith('_fee') && /^[1-9][0-9]{0,11}$/.test(value))) {
    for (const write of [yuan, shortYuan]) {
      yield { cause: 'yuan', detail: only, recipe: { spell: ([name, value]) => [name, name === only ? write(value) : value] } }
    }
  }
}

function yuan(fen: string): string {
  const digits = fen.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** As a floating-point number prints. */
function shortYuan(fen: string): string {
  return String(Number(yuan(fen)))
}

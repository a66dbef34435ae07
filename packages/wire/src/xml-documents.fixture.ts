import fc from 'fast-check'
import type { Fields } from './fields.ts'

/** A document of the dialect and what a reader must find in it. */
export interface Sample {
  readonly xml: string
  readonly fields: Fields
}

interface Written {
  readonly raw: string
  readonly value: string
}

const FIELD_NAMES = ['mch_id', 'total_fee', 'sign', 'a', 'a.b', 'A-1', '_', 'xml', 'toString', 'hasOwnProperty', '__proto', 'x_0']
const EDGES = [
  '\t',
  '\n',
  ' ',
  '\u007f',
  '\u0085',
  '\u2028',
  '\ud7ff',
  '\ue000',
  '\ufffd',
  '\ufeff',
  '😀',
  '\u{10ffff}',
  '中',
  'é',
]

const blank = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 3 })
const layout = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, blank)
const char = fc.oneof(fc.constantFrom(...'aZ09_-.,:;=&<"\'/!?#%[{中文'), fc.constantFrom(...EDGES))
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const text = fc.string({ unit: char, maxLength: 8 }).map((value): Written => ({ raw: escaped(value), value }))
const section = fc
  .string({ unit: fc.oneof(char, fc.constantFrom(']', '>', ']]>', '&amp;', '<b>')), maxLength: 8 })
  .map((value): Written => ({ raw: `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`, value }))
const reference = fc
  .tuple(fc.oneof(char, fc.constantFrom('\r', '&', '<', ']')), fc.constantFrom('d', 'x', 'X'))
  .map(([value, form]): Written => {
    const hex = (value.codePointAt(0) ?? 0).toString(16)
    const raw = form === 'd' ? `${value.codePointAt(0)}` : `x${form === 'x' ? hex : hex.toUpperCase()}`
    return { raw: `&#${raw};`, value }
  })
const odd = fc.constantFrom<Written>(
  { raw: 'a\r\nb\rc', value: 'a\nb\nc' },
  { raw: '<![CDATA[a\r\nb\rc]]>', value: 'a\nb\nc' },
  { raw: '&lt;&gt;&amp;&quot;&apos;', value: `<>&"'` },
  { raw: '&amp;lt;&#38;amp;', value: '&lt;&amp;' },
  { raw: 'a > b ]] > c ] > d', value: 'a > b ]] > c ] > d' },
  { raw: '<![CDATA[]]>', value: '' },
)

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FIELD_NAMES) },
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,6}$/).filter((found) => found !== 'constructor' && found !== 'prototype'),
)
const field = fc.record({
  name,
  pieces: fc.array(fc.oneof({ weight: 3, arbitrary: text }, { weight: 3, arbitrary: section }, reference, odd), { maxLength: 3 }),
  before: layout,
  inStart: layout,
  inEnd: layout,
  closesItself: fc.boolean(),
})
const prolog = fc.constantFrom(
  '',
  '',
  '',
  '\ufeff',
  '\n ',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="UTF-8"?>\r\n',
  `\ufeff<?xml version='1.0'\tencoding = 'utf-8' standalone="no" ?> `,
)

/** Documents that must be accepted, in every shape that the dialect allows. */
export const sample: fc.Arbitrary<Sample> = fc
  .tuple(prolog, fc.uniqueArray(field, { maxLength: 5, selector: (found) => found.name }), layout, layout)
  .map(([begin, found, inside, behind]) => {
    const fields: Record<string, string> = Object.create(null)
    let xml = `${begin}<xml>`
    for (const { name, pieces, before, inStart, inEnd, closesItself } of found) {
      const raw = pieces.map((piece) => piece.raw).join('')
      fields[name] = pieces.map((piece) => piece.value).join('')
      const tagged = raw === '' && closesItself ? `<${name}${inStart}/>` : `<${name}${inStart}>${raw}</${name}${inEnd}>`
      xml += before + tagged
    }
    return { xml: `${xml}${inside}</xml>${behind}`, fields }
  })

/** What does not belong into a document, or only into some places of it. */
// biome-ignore format: groups read better than a column of fifty lines
const HOSTILE = [
  '<!DOCTYPE xml>', '<!DOCTYPE xml [<!ENTITY e "1">]>', '<!-- c -->', '<!---->', '<?pi x?>', '<?xml version="1.1"?>', ' a="1"',
  '<?xml version="1.0" encoding="GBK"?>', '<xml/>', '<xml></xml>', '</xml>', '<a/>', '<a / >', '<b>1</b>', '<a>', '</a>',
  '<__proto__>1</__proto__>', '<constructor/>', '<é/>', '<a:b/>', '<![CDATA[', '<![CDATA[x]]>', '<![cdata[x]]>', ']]>',
  '<', '>', '/', '&', '&e;', '&nbsp;', '&#0;', '&#8;', '&#xD800;', '&#xFFFF;', '&#1114112;', '&#x41', '&#X41;', '&lt',
  '\0', '\u0008', '\u001f', '\ufffe', '\uffff', '\ud83d', '\ude00', '\ufeff', '\u00a0', '\r', 'text', ':', '中', '__proto__',
]

/** One way of spoiling a document; `at` and `to` are places in it, in this order. */
type Mutator = (xml: string, at: number, to: number, token: string) => string

const MUTATORS: readonly Mutator[] = [
  (xml, at) => xml.slice(0, at),
  (xml, at) => xml.slice(at),
  (xml, at, to) => xml.slice(0, at) + xml.slice(to),
  (xml, at, to) => xml.slice(0, to) + xml.slice(at, to) + xml.slice(to),
  (xml, at, to) => xml.slice(0, at) + xml.slice(to) + xml.slice(at, to),
  (xml, at) => xml.slice(0, at) + (xml[at + 1] ?? '') + (xml[at] ?? '') + xml.slice(at + 2),
  (xml, at) => xml.slice(0, at) + flipped(xml.charAt(at)) + xml.slice(at + 1),
  (xml, at) => xml.slice(0, at) + String.fromCharCode(xml.charCodeAt(at) ^ 1) + xml.slice(at + 1),
  (xml, at, _, token) => xml.slice(0, at) + token + xml.slice(at + 1),
]
const insert: Mutator = (xml, at, _, token) => xml.slice(0, at) + token + xml.slice(at)

const mutation = fc.record({
  mutate: fc.oneof(fc.constantFrom(...MUTATORS), fc.constant(insert)),
  token: fc.constantFrom(...HOSTILE),
  at: fc.nat(999),
  to: fc.nat(999),
  atTag: fc.boolean(),
})

/** Documents of the dialect with up to three things done to them. */
export const spoilt: fc.Arbitrary<string> = fc
  .tuple(sample, fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 3 })))
  .map(([{ xml }, mutations]) =>
    mutations.reduce((found, { mutate, token, at, to, atTag }) => {
      const places = atTag ? tagPlaces(found) : found.length + 1
      const [first = 0, second = 0] = [place(places, at), place(places, to)].sort((a, b) => a - b)
      return mutate(found, first, second, token)
    }, xml),
  )

function flipped(char: string): string {
  return char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()
}

/** Where tags begin and end: hits the structure, where a place by chance mostly hits a value. */
function tagPlaces(xml: string): readonly number[] {
  return [0, ...Array.from(xml.matchAll(/<|>/g), (found) => found.index + (found[0] === '>' ? 1 : 0)), xml.length]
}

function place(places: number | readonly number[], thousandths: number): number {
  if (typeof places === 'number') return Math.floor((places * thousandths) / 1000)
  return places[Math.floor((places.length * thousandths) / 1000)] ?? 0
}

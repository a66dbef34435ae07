import type { Message } from '../world/http.ts'
import { qqFields } from '../world/qq.ts'
import { byteRecipes } from './bytes.ts'
import { type FieldHand, fieldRecipes } from './fields.ts'
import { QQ_XML } from './qq-xml.ts'
import { layout, type Recipe, withHeader, withText } from './recipe.ts'

type Pairs = readonly (readonly [name: string, value: string])[]

const pairsOf = ({ body }: Message): Pairs => Object.entries(qqFields(body))
const cdata = (value: string): string => `<![CDATA[${value}]]>`
const plain = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const numeric = (value: string): string => [...value].map((sign) => `&#${sign.codePointAt(0)};`).join('')

function written(pairs: Pairs, value: (text: string) => string = cdata, between = ''): Uint8Array {
  const lines = pairs.map(([name, text]) => `<${name}>${value(text)}</${name}>${between}`)
  return Buffer.from(`<xml>${between}${lines.join('')}</xml>`)
}

const rewritten =
  (change: (pairs: Pairs) => Pairs, value?: (text: string) => string, between?: string): Recipe['apply'] =>
  (message) => ({
    headers: message.headers,
    body: written(change(pairsOf(message)), value, between),
  })

function hand(name: string, value: string): FieldHand {
  return {
    name,
    instead: (change) =>
      rewritten((pairs) =>
        pairs.flatMap(([each, text]) => (each === name ? change(text, Object.fromEntries(pairs)) : [[each, text] as const])),
      ),
    // Empty fields are not signed.
    isSame: (what) => (value === '' && /removed|emptied/.test(what)) || (name === 'sign' && /space|line feed/.test(what)),
  }
}

const same = (pairs: Pairs): Pairs => pairs

const LAYOUT: readonly Recipe[] = [
  layout(
    'fields in the order of their names',
    rewritten((pairs) => pairs.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  ),
  layout(
    'fields the other way round',
    rewritten((pairs) => pairs.toReversed()),
  ),
  layout(
    'sign in front',
    rewritten((pairs) => pairs.toSorted(([a], [b]) => Number(b === 'sign') - Number(a === 'sign'))),
  ),
  layout('values as text', rewritten(same, plain)),
  layout('values in numeric entities', rewritten(same, numeric)),
  layout(
    'values in two pieces of CDATA',
    rewritten(same, (value) => cdata(value.slice(0, 1)) + cdata(value.slice(1))),
  ),
  layout(
    'half text, half CDATA',
    rewritten(same, (value) => plain(value.slice(0, 1)) + cdata(value.slice(1))),
  ),
  layout('a line for each field', rewritten(same, cdata, '\n')),
  layout('tabs and line feeds of Windows', rewritten(same, cdata, '\r\n\t')),
  layout(
    'an empty field more',
    rewritten((pairs) => [...pairs, ['promotion_detail', '']]),
  ),
  layout(
    'an empty element more',
    withText((text) => text.replace('</xml>', '<attach_more/></xml>')),
  ),
  layout(
    'a declaration in front',
    withText((text) => `<?xml version="1.0" encoding="UTF-8"?>\n${text}`),
  ),
  layout(
    'a line feed behind',
    withText((text) => `${text}\n`),
  ),
  layout(
    'sign in small letters',
    rewritten((pairs) => pairs.map(([name, value]) => [name, name === 'sign' ? value.toLowerCase() : value])),
  ),
  layout('Content-Type: text/plain', withHeader('content-type', ['text/plain'])),
  layout('no Content-Type', withHeader('content-type', [])),
  layout('Content-Type twice', withHeader('content-type', ['text/xml', 'application/json'])),
  layout('Accept-Encoding: gzip', withHeader('accept-encoding', ['gzip'])),
  layout('the headers of another wallet', withHeader('wechatpay-signature', ['x'])),
  layout('X-Forwarded-For of a stranger', withHeader('x-forwarded-for', ['203.0.113.9'])),
  layout('Expect: nothing, Cookie: a', withHeader('cookie', ['a=b'])),
]

/** Every mutation of a notify of QQ Wallet. */
export function qqRecipes(sample: Message): readonly Recipe[] {
  const hands = pairsOf(sample).map(([name, value]) => hand(name, value))
  return [...LAYOUT, ...QQ_XML, ...fieldRecipes(hands), ...byteRecipes()]
}

/** What it says, by a second reading: empty fields say nothing, and the letter case of the digest neither. */
export function qqMeaning({ body }: Message): string {
  const said = pairsOf({ headers: [], body }).filter(([, value]) => value !== '')
  const folded = said.map(([name, value]) => [name, name === 'sign' ? value.toUpperCase() : value])
  return JSON.stringify(folded.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

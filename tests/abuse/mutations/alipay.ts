import { aliFields } from '../world/alipay.ts'
import type { Message } from '../world/http.ts'
import { ALIPAY_FORM } from './alipay-form.ts'
import { byteRecipes } from './bytes.ts'
import { type FieldHand, fieldRecipes } from './fields.ts'
import { layout, type Recipe, withHeader, withText } from './recipe.ts'

type Pairs = readonly (readonly [name: string, value: string])[]

const pairsOf = ({ body }: Message): Pairs => Object.entries(aliFields(body))

const form = (pairs: Pairs): Uint8Array =>
  Buffer.from(pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'))

const rewritten =
  (change: (pairs: Pairs) => Pairs): Recipe['apply'] =>
  (message) => ({
    headers: message.headers,
    body: form(change(pairsOf(message))),
  })

const everyByte = (value: string): string =>
  [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

function hand(name: string): FieldHand {
  return {
    name,
    instead: (change) =>
      rewritten((pairs) =>
        pairs.flatMap(([each, text]) => (each === name ? change(text, Object.fromEntries(pairs)) : [[each, text] as const])),
      ),
    // Base64 is read past white space, and the names of charsets are the same in capitals.
    isSame: (what) => name === 'sign' && /space|line feed|NUL|not seen/.test(what),
  }
}

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
  layout(
    'sign_type behind all',
    rewritten((pairs) => pairs.toSorted(([a], [b]) => Number(a === 'sign_type') - Number(b === 'sign_type'))),
  ),
  layout(
    'escapes in small letters',
    withText((text) => text.replaceAll(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase())),
  ),
  layout('every byte escaped', (message) => ({
    headers: message.headers,
    body: Buffer.from(
      pairsOf(message)
        .map(([name, value]) => `${name}=${everyByte(value)}`)
        .join('&'),
    ),
  })),
  layout('names escaped, too', (message) => ({
    headers: message.headers,
    body: Buffer.from(
      pairsOf(message)
        .map(([name, value]) => `${everyByte(name)}=${everyByte(value)}`)
        .join('&'),
    ),
  })),
  layout(
    'spaces as %20',
    withText((text) => text.replaceAll('+', '%20')),
  ),
  layout(
    'spaces as +',
    withText((text) => text.replaceAll('%20', '+')),
  ),
  layout(
    'an empty field more',
    withText((text) => `${text}&voucher_detail_list=`),
  ),
  layout('Content-Type: text/plain', withHeader('content-type', ['text/plain'])),
  layout('no Content-Type', withHeader('content-type', [])),
  layout(
    'Content-Type says GBK, the message does not',
    withHeader('content-type', ['application/x-www-form-urlencoded; charset=GBK']),
  ),
  layout('Content-Type twice', withHeader('content-type', ['text/xml', 'application/json'])),
  layout('the headers of another wallet', withHeader('wechatpay-signature', ['x'])),
  layout('X-Forwarded-For of a stranger', withHeader('x-forwarded-for', ['203.0.113.9'])),
]

/** Every mutation of a notify of Alipay. */
export function alipayRecipes(sample: Message): readonly Recipe[] {
  return [...LAYOUT, ...ALIPAY_FORM, ...fieldRecipes(pairsOf(sample).map(([name]) => hand(name))), ...byteRecipes()]
}

/** What it says, by a second reading: empty fields say nothing, and Base64 is what its bytes are. */
export function alipayMeaning({ body }: Message): string {
  const pairs = [...new URLSearchParams(Buffer.from(body).toString('latin1'))].filter(([, value]) => value !== '')
  const read = pairs.map(([name, value]) => [name, name === 'sign' ? Buffer.from(value, 'base64').toString('hex') : value])
  return JSON.stringify(read.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

import type { Message } from '../world/http.ts'
import { byteRecipes } from './bytes.ts'
import { type FieldHand, fieldRecipes } from './fields.ts'
import { bad, either, layout, type Recipe, withHeader } from './recipe.ts'
import { WECHAT_JSON } from './wechat-json.ts'

const PROOF = ['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial'] as const

const headerOf = ({ headers }: Message, name: string): string =>
  headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1] ?? ''

const ofHeader =
  (name: string, change: (value: string) => readonly string[]): Recipe['apply'] =>
  (message) =>
    withHeader(name, change(headerOf(message, name)))(message)

/** Its value changed in ways that no header's form forbids. */
function proofRecipes(name: string): readonly Recipe[] {
  const change = (value: string): string =>
    /[0-8a-yA-Y]/.test(value.slice(-1))
      ? value.slice(0, -1) + String.fromCharCode(value.charCodeAt(value.length - 1) + 1)
      : `0${value.slice(1)}`
  const forms: Readonly<Record<string, (value: string) => readonly string[]>> = {
    removed: () => [],
    emptied: () => [''],
    'said twice': (value) => [value, value],
    'said twice, the second one other': (value) => [value, 'x'],
    'said twice, the first one other': (value) => ['x', value],
    'changed at its beginning': (value) => [`${value.startsWith('1') ? '2' : '1'}${value.slice(1)}`],
    changed: (value) => [name === 'Wechatpay-Signature' ? `A${value.slice(1)}`.replace(/^AA/, 'BA') : change(value)],
    longer: (value) => [`${value}0`],
    shorter: (value) => [value.slice(0, -1)],
    'half of it': (value) => [value.slice(0, value.length / 2)],
    'with itself behind a comma': (value) => [`${value}, ${value}`],
    'in quotes': (value) => [`"${value}"`],
    'as null': () => ['null'],
    'as true': () => ['true'],
    zero: () => ['0'],
  }
  return Object.entries(forms).map(([what, form]) => {
    // Base64 may be read though its padding is not whole.
    const kind = name === 'Wechatpay-Signature' && /longer|shorter/.test(what) ? either : bad
    return kind(`${name} ${what}`, ofHeader(name, form))
  })
}

type Envelope = Readonly<Record<string, unknown>> & { readonly resource: Readonly<Record<string, unknown>> }
const parsed = ({ body }: Message): Envelope => JSON.parse(Buffer.from(body).toString()) as Envelope // the wallet's own

/** JSON can say a name twice, which no object can hold. */
function json(pairs: readonly (readonly [string, unknown])[]): string {
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`
}

function hand(name: string, inResource: boolean): FieldHand {
  return {
    name: inResource ? `resource.${name}` : name,
    instead: (change) => (message) => {
      const { resource, ...rest } = parsed(message)
      const changed = (fields: Readonly<Record<string, unknown>>): string => {
        const others = Object.fromEntries(Object.entries(fields).map(([each, value]) => [each, String(value)]))
        const pairs = Object.entries(fields).flatMap(([each, value]): readonly (readonly [string, unknown])[] =>
          each === name ? change(String(value), others) : [[each, value]],
        )
        return json(pairs)
      }
      const inner = inResource ? changed(resource) : JSON.stringify(resource)
      const outer = inResource ? JSON.stringify(rest) : changed(rest)
      return { headers: message.headers, body: Buffer.from(`${outer.slice(0, -1)},"resource":${inner}}`) }
    },
    // The message itself, where what was changed was empty before.
    isSame: (what) => what === 'emptied' && name === 'associated_data',
  }
}

const LAYOUT: readonly Recipe[] = [
  layout('headers the other way round', ({ headers, body }) => ({ headers: headers.toReversed(), body })),
  layout('names of headers in small letters', ({ headers, body }) => ({
    headers: headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    body,
  })),
  layout('names of headers in capitals', ({ headers, body }) => ({
    headers: headers.map(([name, value]) => [name.toUpperCase(), value] as const),
    body,
  })),
  layout('spaces around values of headers', ({ headers, body }) => ({
    headers: headers.map(([name, value]) => [name, `  ${value}  `] as const),
    body,
  })),
  layout('no Content-Type', withHeader('content-type', [])),
  layout('Content-Type: text/plain', withHeader('content-type', ['text/plain'])),
  layout('Content-Type twice', withHeader('content-type', ['text/xml', 'application/json'])),
  layout('no Wechatpay-Signature-Type', withHeader('wechatpay-signature-type', [])),
  layout('another Wechatpay-Signature-Type', withHeader('wechatpay-signature-type', ['NONE'])),
  layout('an Authorization that nobody asked for', withHeader('authorization', ['WECHATPAY2-SHA256-RSA2048 x'])),
  layout('X-Forwarded-For of a stranger', withHeader('x-forwarded-for', ['203.0.113.9'])),
  layout('a cookie', withHeader('cookie', ['a=b'])),
]

/** Every mutation of a notify of WeChat Pay. */
export function weChatRecipes(sample: Message): readonly Recipe[] {
  const { resource, ...rest } = parsed(sample)
  const hands = [...Object.keys(rest).map((name) => hand(name, false)), ...Object.keys(resource).map((name) => hand(name, true))]
  return [...LAYOUT, ...PROOF.flatMap(proofRecipes), ...WECHAT_JSON, ...fieldRecipes(hands), ...byteRecipes()]
}

/** What it says, by a second reading: its very bytes, and the proof of them. */
export function weChatMeaning(message: Message): string {
  const [timestamp, nonce, signature, serial] = PROOF.map((name) => headerOf(message, name).trim())
  const proof = [timestamp, nonce, Buffer.from(signature ?? '', 'base64').toString('hex'), serial]
  return JSON.stringify([...proof, Buffer.from(message.body).toString('base64')])
}

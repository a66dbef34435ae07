import { createHmac } from 'node:crypto'
import { CHARSETS } from './diagnose-charsets.ts'
import { compare, hash, joined, type Pair, type Recipe } from './diagnose-recipe.ts'
import type { QQMerchant } from './merchant.ts'

/** What can go wrong between a message and its signature, by a name that stays. */
export type SignatureCause =
  | 'wrong-key'
  | 'empty-key'
  | 'key-white-space'
  | 'key-case'
  | 'key-quotes'
  | 'key-suffix'
  | 'algorithm'
  | 'sign-included'
  | 'missing-field'
  | 'extra-field'
  | 'unsorted'
  | 'case'
  | 'charset'
  | 'cdata'
  | 'url-encoded'
  | 'html-escaped'
  | 'white-space'
  | 'yuan'

/** One mistake and nothing else. */
export interface Deviation {
  readonly cause: SignatureCause
  /** Which one of its kind: a merchant's number, a field's name, an algorithm. */
  readonly detail: string
  readonly recipe: Partial<Recipe>
}

/** Every single mistake that is looked for, the likely ones first. */
export function* deviations(fields: readonly Pair[], merchant: QQMerchant, others: readonly QQMerchant[]): Generator<Deviation> {
  yield* otherKeys(merchant, others)
  yield* spoiltKeys(merchant.apiKey)
  yield* suffixes()
  yield* algorithms()
  yield* pickedFields(fields, merchant)
  yield* orders()
  yield* letterCases()
  yield* charsets()
  yield* spellings(fields)
  yield* amounts(fields)
}

function* otherKeys(merchant: QQMerchant, others: readonly QQMerchant[]): Generator<Deviation> {
  const key = (detail: string, value: string | undefined): readonly Deviation[] =>
    value ? [{ cause: 'wrong-key', detail, recipe: { key: value } }] : []
  for (const other of others) yield* key(other.mchId, other.apiKey)
  yield* key('next', merchant.nextApiKey)
  yield* key('operator', merchant.opUserPassword)
  yield* key('mch_id', merchant.mchId)
  yield* key('appid', merchant.appId)
}

function* spoiltKeys(apiKey: string): Generator<Deviation> {
  const key = (cause: SignatureCause, detail: string, value: string): Deviation => ({ cause, detail, recipe: { key: value } })
  for (const word of ['', 'undefined', 'null', 'None']) yield key('empty-key', word, word)
  for (const [detail, space] of WHITE_SPACE) {
    yield key('key-white-space', `${detail} after`, apiKey + space)
    yield key('key-white-space', `${detail} before`, space + apiKey)
  }
  yield key('key-case', 'lower', apiKey.toLowerCase())
  yield key('key-case', 'upper', apiKey.toUpperCase())
  for (const quote of ['"', "'"]) yield key('key-quotes', quote, quote + apiKey + quote)
}

const WHITE_SPACE: readonly (readonly [detail: string, space: string])[] = [
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR', '\r'],
  ['space', ' '],
  ['tab', '\t'],
  ['BOM', '\ufeff'],
]

/** What stands where `&key=` and the key belong. */
function* suffixes(): Generator<Deviation> {
  const suffix = (detail: string, join: Recipe['join']): Deviation => ({ cause: 'key-suffix', detail, recipe: { join } })
  yield suffix('no &key=', (pairs, key) => joined(pairs) + key)
  yield suffix('no key=', (pairs, key) => `${joined(pairs)}&${key}`)
  yield suffix('no &', (pairs, key) => `${joined(pairs)}key=${key}`)
  yield suffix('no key at all', (pairs) => joined(pairs))
  yield suffix('key in front', (pairs, key) => `${key}${joined(pairs)}`)
  yield suffix('another name', (pairs, key) => `${joined(pairs)}&apiKey=${key}`)
  yield suffix('another name', (pairs, key) => `${joined(pairs)}&Key=${key}`)
  yield suffix('key sorted in', (pairs, key) => joined([...pairs, ['key', key] as const].sort(([a], [b]) => compare(a, b))))
}

function* algorithms(): Generator<Deviation> {
  const digest = (detail: string, make: Recipe['digest']): Deviation => ({ cause: 'algorithm', detail, recipe: { digest: make } })
  const hmac = (name: string, text: string, key: string): readonly string[] => [
    createHmac(name, key).update(text).digest('hex'),
    createHmac(name, key).update(text).digest('base64'),
    createHmac(name, key)
      .update(text.replace(/&key=.*$/s, ''))
      .digest('hex'),
    createHmac(name, key)
      .update(text.replace(/&key=.*$/s, ''))
      .digest('base64'),
  ]
  for (const name of ['sha256', 'sha1', 'md5', 'sha512']) {
    yield digest(`HMAC-${name.toUpperCase()}`, (text, key) => hmac(name, text, key))
  }
  for (const name of ['sha1', 'sha256', 'sha512']) {
    yield digest(name.toUpperCase(), (text) => [hash(name, text), hash(name, text, 'base64')])
  }
  yield digest('MD5 in Base64', (text) => [hash('md5', text, 'base64'), Buffer.from(hash('md5', text)).toString('base64')])
  yield digest('16 digits of MD5', (text) => [hash('md5', text).slice(8, 24), hash('md5', text).slice(0, 16)])
  yield digest('MD5 twice', (text) => [hash('md5', hash('md5', text)), hash('md5', hash('md5', text).toUpperCase())])
}

function* pickedFields(fields: readonly Pair[], merchant: QQMerchant): Generator<Deviation> {
  const filled = fields.filter(([name, value]) => name !== 'sign' && value !== '')
  const picking = (cause: SignatureCause, detail: string, picked: readonly Pair[]): Deviation => ({
    cause,
    detail,
    recipe: { pick: () => picked },
  })
  for (const placeholder of ['', 'undefined', 'null']) {
    yield picking('sign-included', 'sign', [...filled, ['sign', placeholder]])
  }
  for (const [missing] of filled) {
    yield picking(
      'missing-field',
      missing,
      filled.filter(([name]) => name !== missing),
    )
  }
  const zeros = filled.filter(([, value]) => value === '0').map(([name]) => name)
  yield picking(
    'missing-field',
    zeros.join(', '),
    filled.filter(([name]) => !zeros.includes(name)),
  )
  const empty = fields.filter(([name, value]) => name !== 'sign' && value === '')
  yield picking('extra-field', empty.map(([name]) => name).join(', '), [...filled, ...empty])
  const sent = new Set(filled.map(([name]) => name))
  const extra: readonly Pair[] = [...empty, ...usualFields(merchant).filter(([name]) => !sent.has(name))]
  for (const pair of extra) yield picking('extra-field', pair[0], [...filled, pair])
}

/** What programs sign though they do not send it. */
function usualFields({ appId = '' }: QQMerchant): readonly Pair[] {
  return [
    ['sign_type', 'MD5'],
    ['sign_type', 'HMAC-SHA256'],
    ['appid', appId],
    ['fee_type', 'CNY'],
    ['input_charset', 'UTF-8'],
    ...['NATIVE', 'JSAPI', 'APP', 'MINIAPP', 'MICROPAY'].map((type): Pair => ['trade_type', type]),
    ...OPTIONAL.map((name): Pair => [name, '']),
    ...OPTIONAL.map((name): Pair => [name, 'undefined']),
    ...OPTIONAL.map((name): Pair => [name, 'null']),
  ]
}

const OPTIONAL = [
  'appid',
  'sub_appid',
  'sub_mch_id',
  'attach',
  'device_info',
  'time_start',
  'time_expire',
  'limit_pay',
  'contract_code',
  'promotion_tag',
  'mini_app_param',
  'openid',
  'transaction_id',
  'out_trade_no',
  'out_refund_no',
  'refund_id',
  'refund_account',
  'sign_type',
]

function* orders(): Generator<Deviation> {
  const ordering = (detail: string, order: Recipe['order']): Deviation => ({ cause: 'unsorted', detail, recipe: { order } })
  yield ordering('document order', (pairs) => pairs)
  yield ordering('sorted as name=value', (pairs) => [...pairs].sort((a, b) => compare(a.join('='), b.join('='))))
  yield ordering('descending', (pairs) => [...pairs].sort(([a], [b]) => compare(b, a)))
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

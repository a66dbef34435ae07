import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Inspection } from '../wallet.ts'
import { MERCHANT, newWallet, OTHER_MERCHANT, send } from './asking.fixture.ts'
import { diagnosed } from './diagnose.ts'
import { deviations } from './diagnose-deviations.ts'
import { type Pair, rightRecipe, textOf } from './diagnose-recipe.ts'
import { writeXml } from './xml.ts'

const KEY = MERCHANT.apiKey
const md5 = (text: string | Uint8Array): string => createHash('md5').update(text).digest('hex').toUpperCase()

/** An order as a merchant's program would send it; the names are not in the order of the signature. */
const FIELDS: readonly Pair[] = [
  ['mch_id', MERCHANT.mchId],
  ['nonce_str', 'Abc123'],
  ['body', '天虹 <南山店> & 超市'],
  ['out_trade_no', 'T-1'],
  ['fee_type', 'CNY'],
  ['total_fee', '1990'],
  ['spbill_create_ip', '123.12.12.123'],
  ['trade_type', 'NATIVE'],
  ['notify_url', 'http://127.0.0.1:9/notify/qq'],
  ['attach', ' shop 7 '],
]

/** 安全规范, written down once more: what a program of a merchant's does. */
function signedText(fields: readonly Pair[] = FIELDS, key = KEY): string {
  const pairs = fields.filter(([, value]) => value !== '').sort(([a], [b]) => (a < b ? -1 : 1))
  return `${pairs.map((pair) => pair.join('=')).join('&')}&key=${key}`
}

/** What the inspector says about an order that carries this signature. */
function cause(sign: string, fields = FIELDS): NonNullable<Inspection['signature']> {
  const wallet = newWallet()
  send(wallet, 'order', {}, { body: writeXml(new Map([...fields, ['sign', sign]])) })
  const found = wallet.inspect('1')?.signature
  if (!found) throw new Error('expected a signature to be inspected')
  return found
}

const spelled = (spell: (value: string) => string): readonly Pair[] => FIELDS.map(([name, value]) => [name, spell(value)])
const encoded = (value: string): string => encodeURIComponent(value)
const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** 天虹 <南山店> & 超市 in GBK, by the bytes. */
const gbkText = (): Buffer => {
  const [before = '', after = ''] = signedText().split('天虹 <南山店> & 超市')
  const letters = Buffer.from('ccecbae7203cc4cfc9bdb5ea3e202620b3accaD0', 'hex')
  return Buffer.concat([Buffer.from(before), letters, Buffer.from(after)])
}

describe('planted mistakes, each with its named cause', () => {
  test.each<[string, string, RegExp, string]>([
    ["another merchant's key", 'wrong-key', /API key of merchant 1900000110/, md5(signedText(FIELDS, OTHER_MERCHANT.apiKey))],
    ['an unknown key', 'wrong-key', /unknown key/, md5(signedText(FIELDS, 'test-key-that-nobody-has-000000000'))],
    ["the operator's password", 'wrong-key', /operator's password/, md5(signedText(FIELDS, 'test-operator-password'))],
    ['an empty key', 'empty-key', /an empty key/, md5(signedText(FIELDS, ''))],
    ['a key that was never set', 'empty-key', /the word "undefined"/, md5(signedText(FIELDS, 'undefined'))],
    ['a line end after the key', 'key-white-space', /LF after/, md5(signedText(FIELDS, `${KEY}\n`))],
    ['a space before the key', 'key-white-space', /space before/, md5(signedText(FIELDS, ` ${KEY}`))],
    ['the key in upper case', 'key-case', /upper case/, md5(signedText(FIELDS, KEY.toUpperCase()))],
    ['quotation marks', 'key-quotes', /quotation marks/, md5(signedText(FIELDS, `"${KEY}"`))],
    ['no &key=', 'key-suffix', /no &key=/, md5(signedText().replace('&key=', ''))],
    ['the key sorted in', 'key-suffix', /sorted in/, md5(signedText([...FIELDS, ['key', KEY]]).replace(/&key=[^&]*$/, ''))],
    ['HMAC-SHA256', 'algorithm', /HMAC-SHA256/, createHmac('sha256', KEY).update(signedText()).digest('hex')],
    ['SHA-1', 'algorithm', /SHA1/, createHash('sha1').update(signedText()).digest('hex')],
    ['MD5 twice', 'algorithm', /MD5 twice/, md5(md5(signedText()))],
    ['Base64', 'algorithm', /MD5 in Base64/, createHash('md5').update(signedText()).digest('base64')],
    ['an empty sign among the fields', 'sign-included', /sign itself/, md5(signedText().replace('spbill', 'sign=&spbill'))],
    ['a field left out', 'missing-field', /^attach was sent but not signed/, md5(signedText(FIELDS.slice(0, -1)))],
    ['a field that was not sent', 'extra-field', /^sign_type was signed/, md5(signedText([...FIELDS, ['sign_type', 'MD5']]))],
    ['an absent field as empty', 'extra-field', /^device_info/, md5(signedText().replace('&fee_type', '&device_info=&fee_type'))],
    ['document order', 'unsorted', /document order/, md5(`${FIELDS.map((pair) => pair.join('=')).join('&')}&key=${KEY}`)],
    ['values in lower case', 'case', /values lower/, md5(signedText(spelled((value) => value.toLowerCase())))],
    ['the whole text in upper case', 'case', /whole text upper/, md5(signedText().toUpperCase())],
    ['GBK', 'charset', /as GBK bytes/, md5(gbkText())],
    ['ISO-8859-1', 'charset', /as ISO-8859-1 bytes/, md5(signedText().replace(/[^\x20-\x7e]/gu, '?'))],
    ['CDATA markers', 'cdata', /CDATA/, md5(signedText(spelled((value) => `<![CDATA[${value}]]>`)))],
    ['URL-encoded values', 'url-encoded', /encodeURIComponent/, md5(signedText(spelled(encoded)))],
    ['one URL-encoded value', 'url-encoded', /notify_url/, md5(signedText().replace(/http:[^&]*/, encoded))],
    ['escaped values', 'html-escaped', /escapes/, md5(signedText(spelled(escaped)))],
    [
      'escaped separators',
      'html-escaped',
      /&amp;/,
      md5(
        signedText(spelled((value) => value.replaceAll('&', '+')))
          .replaceAll('&', '&amp;')
          .replace(' + ', ' &amp; '),
      ),
    ],
    ['trimmed values', 'white-space', /trimmed/, md5(signedText(spelled((value) => value.trim())))],
    ['yuan', 'yuan', /^total_fee was signed in yuan/, md5(signedText().replace('total_fee=1990', 'total_fee=19.90'))],
    ['yuan as a number prints', 'yuan', /^total_fee/, md5(signedText().replace('total_fee=1990', 'total_fee=19.9'))],
    ['no signature', 'no-sign', /no sign/, ''],
  ])('%s: %s', (_, name, sentence, sign) => {
    const found = cause(sign)
    expect(found.cause).toBe(name)
    expect(found.sentence.en).toMatch(sentence)
    expect(found.sentence.zh).toMatch(/\p{Script=Han}.*。$/u)
    expect(found).toMatchObject({ expected: md5(signedText()), found: sign })
  })

  test('a body in GBK, signed as it is', () => {
    const wallet = newWallet()
    const xml = writeXml(new Map([...FIELDS, ['sign', md5(gbkText())]]))
    const [before = '', after = ''] = xml.split('天虹 <南山店> & 超市')
    const body = Buffer.concat([
      Buffer.from(before),
      Buffer.from('ccecbae7203cc4cfc9bdb5ea3e202620b3accad0', 'hex'),
      Buffer.from(after),
    ])
    send(wallet, 'order', {}, { body })
    const found = wallet.inspect('1')
    expect(found?.signature).toMatchObject({ cause: 'charset' })
    expect(found?.signature?.sentence.en).toMatch(/body is not UTF-8 but GBK/)
    expect(new Map(found?.fields).get('body')).toBe('天虹 <南山店> & 超市')
  })

  test('an algorithm named in the message', () => {
    const fields: readonly Pair[] = [...FIELDS, ['sign_type', 'HMAC-SHA256']]
    expect(cause(md5(signedText(fields)), fields)).toMatchObject({
      cause: 'algorithm',
      sentence: { en: expect.stringMatching(/sign_type/) },
    })
  })

  test('an empty field that was signed', () => {
    const fields: readonly Pair[] = [...FIELDS, ['device_info', '']]
    const sign = md5(signedText().replace('&fee_type', '&device_info=&fee_type'))
    expect(cause(sign, fields)).toMatchObject({ cause: 'extra-field', sentence: { en: expect.stringMatching(/^device_info/) } })
  })

  test('a zero that was taken for empty', () => {
    const fields: readonly Pair[] = [...FIELDS, ['device_info', '0'], ['limit_pay', '0']]
    expect(cause(md5(signedText()), fields)).toMatchObject({
      cause: 'missing-field',
      sentence: { en: expect.stringMatching(/^device_info, limit_pay/) },
    })
  })
})

describe('a right signature', () => {
  test.each([md5(signedText()), md5(signedText()).toLowerCase()])('%s', (sign) => {
    expect(cause(sign)).toMatchObject({ cause: 'right' })
  })

  test('the text shows what is signed, and not the key', () => {
    const { text } = cause(md5(signedText()))
    expect(text).toBe(signedText(FIELDS, '[secret]'))
    expect(text).not.toContain(KEY)
  })
})

test('no sentence and no text ever holds a key or a password', () => {
  const fields: readonly Pair[] = [...FIELDS, ['device_info', '0']]
  for (const { recipe } of deviations(fields, MERCHANT, [OTHER_MERCHANT])) {
    const used = { ...rightRecipe(KEY), ...recipe }
    const [sign = ''] = used.digest(textOf(used, fields, used.key), used.key)
    const said = JSON.stringify({ ...cause(sign, fields), expected: '', found: '' })
    for (const secret of [KEY, OTHER_MERCHANT.apiKey, 'test-operator-password']) expect(said).not.toContain(secret)
  }
})

describe('any single mistake on any message is named', () => {
  const value = fc.oneof(
    fc.stringMatching(/^[0-9A-Za-z_-]{1,20}$/),
    fc.constantFrom('天虹南山店-超市', '一杯 & <半>', ' spaces ', 'a+b=c&d', "it's 100%", '0', '1990', '', 'Ünï'),
    fc.string({ unit: 'grapheme-composite', maxLength: 12 }),
  )
  const name = fc.constantFrom(
    'body',
    'attach',
    'total_fee',
    'out_trade_no',
    'device_info',
    'refund_id_1',
    'refund_id_10',
    'Extra',
    'appid',
  )
  const fields = fc
    .uniqueArray(fc.tuple(name, value), { selector: ([each]) => each, maxLength: 9 })
    .map((pairs): readonly Pair[] => [['mch_id', MERCHANT.mchId], ...pairs])

  test('by its own name, or by that of another mistake that signs the very same', () => {
    fc.assert(
      fc.property(fields, fc.nat(), (pairs, pick) => {
        const known = [...deviations(pairs, MERCHANT, [OTHER_MERCHANT])]
        const planted = known[pick % known.length]
        if (!planted) return
        const signs = (recipe: typeof planted.recipe): readonly string[] => {
          const used = { ...rightRecipe(KEY), ...recipe }
          return used.digest(textOf(used, pairs, used.key), used.key).map((each) => each.toUpperCase())
        }
        const [sign = ''] = signs(planted.recipe)
        const found = diagnosed({ fields: [...pairs, ['sign', sign]], charset: 'UTF-8' }, MERCHANT, [OTHER_MERCHANT])
        const alike = known.filter(({ recipe }) => signs(recipe).includes(sign)).map((each) => each.cause)
        const allowed = signs({}).includes(sign) ? ['right'] : alike
        expect(allowed).toContain(found.cause)
        // Where nothing else signs the same, there is one name.
        if (new Set(allowed).size === 1) expect(found.cause).toBe(allowed[0])
      }),
      { numRuns: 300 },
    )
  })
})

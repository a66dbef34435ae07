import { createPrivateKey, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gbk } from '../books/gbk.ts'
import type { Inspection } from '../wallet.ts'
import {
  type Asking,
  CONTENT_KEY,
  ENCRYPTED,
  joined,
  NOW,
  OTHER,
  OURS,
  PLAIN_KEY,
  parametersOf,
  precreate,
  type Question,
  query,
  sent,
} from './asking.fixture.ts'
import { deviations } from './diagnose-deviations.ts'
import { type Parameter, RIGHT, textOf } from './diagnose-recipe.ts'
import { newFaulty } from './faults.fixture.ts'
import type { AlipayWallet } from './wallet.ts'

type Signature = NonNullable<Inspection['signature']>

function signatureIn(wallet: AlipayWallet): Signature {
  const found = wallet.inspect('1')?.signature
  if (!found) throw new Error('expected a signature to be inspected')
  return found
}

/** What the inspector says about a call. */
function diagnosed(question: Question = precreate(), how: Asking = {}): Signature {
  const wallet = newFaulty()
  sent(wallet, question, how)
  return signatureIn(wallet)
}

/** An order with everything that can be written wrong. */
const ODD = precreate(
  { subject: '天虹 <南山店> "50%" + 超市', body: '/a/b', goods_detail: [{ goods_id: '1', quantity: 2 }] },
  { notify_url: 'http://127.0.0.1:9/notify/a?shop=7&x=%20' },
)
const bizOf = (text: string): string => /biz_content=(.*?)&charset=/s.exec(text)?.[1] ?? ''
const withBiz = (change: (json: string) => string) => (text: string) => text.replace(bizOf(text), () => change(bizOf(text)))
const eachValue = (change: (value: string) => string) => (): string =>
  joined(
    parametersOf(ODD).map(([name, value]): [string, string] => [name, change(value)]),
    ['sign'],
  )
const signedBy = (hash: string, pem: string, change = (text: string): string | Uint8Array => text) => ({
  signature: () => {
    const text = change(joined(parametersOf(ODD), ['sign']))
    return sign(hash, typeof text === 'string' ? Buffer.from(text) : text, createPrivateKey(pem)).toString('base64')
  },
})
const spacedJson = (json: string): string => json.replaceAll('":', '": ').replaceAll(',"', ', "')

describe('planted mistakes, each with its named cause', () => {
  test.each<[string, string, RegExp, Asking]>([
    ['none', 'right', /signature is right/, {}],
    ['empty parameters that are signed', 'right', /right/, { parameters: { zzz: '' }, signs: (text) => `${text}&zzz=` }],
    ['no signature', 'no-sign', /no sign/, { signature: () => '' }],
    ['an application of elsewhere', 'unknown-application', /No application/, { as: { ...OURS, appId: '2021999999999999' } }],
    ['the key of another application', 'wrong-key', /application 2021000000000002/, signedBy('sha256', OTHER.privateKey)],
    ["the wallet's key", 'wrong-key', /wallet's own key/, signedBy('sha256', PLAIN_KEY.privateKey)],
    ['a signature that is none', 'wrong-key', /No key of this wallet/, { signature: () => 'c29tZXRoaW5n' }],
    ['SHA-1', 'algorithm', /SHA1/, signedBy('sha1', OURS.privateKey)],
    ['MD5', 'algorithm', /MD5/, signedBy('md5', OURS.privateKey)],
    ['a sign_type that is another', 'algorithm', /expected RSA2, found "RSA"/, { parameters: { sign_type: 'RSA' } }],
    ['no sign_type', 'algorithm', /expected RSA2, found none/, { parameters: { sign_type: undefined } }],
    ['hex', 'sign-in-hex', /in hex/, { signature: (usual) => Buffer.from(usual, 'base64').toString('hex') }],
    ['sign_type left out', 'sign-type-left-out', /A request signs it/, { signs: (text) => text.replace('sign_type=RSA2&', '') }],
    ['sign itself', 'sign-included', /sign itself/, { signs: (text) => text.replace('sign_type', 'sign=&sign_type') }],
    ['a parameter left out', 'parameter-left-out', /^format was sent/, { signs: (text) => text.replace('format=JSON&', '') }],
    [
      'a parameter that was not sent',
      'extra-parameter',
      /^return_url was signed/,
      { signs: (text) => text.replace('sign_type', 'return_url=&sign_type') },
    ],
    [
      'the query alone',
      'query-only',
      /Only the parameters of the query/,
      { signs: (text) => text.replace(`biz_content=${bizOf(text)}&`, '') },
    ],
    ['the body alone', 'body-only', /Only the parameters of the body/, { signs: (text) => `biz_content=${bizOf(text)}` }],
    [
      'the order of sending',
      'unsorted',
      /as they were sent/,
      {
        signs: () =>
          parametersOf(ODD)
            .slice(0, -1)
            .map((pair) => pair.join('='))
            .join('&'),
      },
    ],
    ['encoded values', 'url-encoded', /encodeURIComponent/, { signs: eachValue(encodeURIComponent) }],
    ['one encoded value', 'url-encoded', /notify_url/, { signs: (text) => text.replace(/http:[^&]*&x=%20/, encodeURIComponent) }],
    ['the whole text encoded', 'url-encoded', /whole text/, { signs: encodeURIComponent }],
    [
      'a plus sign that arrived as a space',
      'plus-for-space',
      /timestamp/,
      { signs: (text) => text.replace(/(?<=timestamp=\S+) /, '+') },
    ],
    ['the text of an error message', 'html-escaped', /&amp;/, { signs: (text) => text.replaceAll('&', '&amp;') }],
    ['quoted values', 'quoted', /quotation marks/, { signs: eachValue((value) => `"${value}"`) }],
    ['spaced JSON', 'biz-content-rewritten', /spaced/, { signs: withBiz(spacedJson) }],
    ['escaped slashes', 'biz-content-rewritten', /slashes/, { signs: withBiz((json) => json.replaceAll('/', '\\/')) }],
    [
      'escaped letters',
      'biz-content-rewritten',
      /letters escaped/,
      { signs: withBiz((json) => json.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)) },
    ],
    [
      'a form of a browser that names its charset in the body alone',
      'charset',
      /into the query string/,
      { place: 'body-alone', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['GBK', 'charset', /as GBK bytes/, signedBy('sha256', OURS.privateKey, gbk)],
    [
      'ISO-8859-1',
      'charset',
      /as ISO-8859-1 bytes/,
      signedBy('sha256', OURS.privateKey, (text) => Buffer.from(text.replace(/[^\x20-\x7e]/gu, '?'))),
    ],
    ['a line feed at the end', 'line-end', /LF/, { signs: (text) => `${text}\n` }],
    ['another amount', 'other-text', /The key is right/, { signs: (text) => text.replace('19.90', '19.91') }],
  ])('%s: %s', (_, cause, sentence, how) => {
    const found = diagnosed(ODD, how)
    expect(found.cause).toBe(cause)
    expect(found.sentence.en).toMatch(sentence)
    expect(found.sentence.zh).toMatch(/\p{Script=Han}.*。$/u)
  })

  test('a + of the signature that was sent as it is', () => {
    const wallet = newFaulty()
    const hasPlus = (now: number): boolean => /\+/.test(parametersOf(ODD, { now }).at(-1)?.[1] ?? '')
    const now = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((second) => NOW + second * 1000).find(hasPlus) ?? NOW
    sent(wallet, ODD, { now, signature: (usual) => usual.replaceAll('+', ' ') })
    expect(signatureIn(wallet)).toMatchObject({ cause: 'sign-not-escaped' })
  })

  test('GBK that says so is right, and GBK that was signed as UTF-8 is not', () => {
    expect(diagnosed(ODD, { charset: 'gbk' }).cause).toBe('right')
    const found = diagnosed(ODD, { charset: 'gbk', ...signedUtf8() })
    expect([found.cause, found.sentence.en]).toEqual(['charset', expect.stringContaining('as UTF-8 bytes')])
  })

  function signedUtf8(): Pick<Asking, 'signature'> {
    const text = joined(parametersOf(ODD, { charset: 'gbk' }), ['sign'])
    return { signature: () => sign('sha256', Buffer.from(text), createPrivateKey(OURS.privateKey)).toString('base64') }
  }

  test('content that was encrypted after signing', () => {
    const plain = JSON.stringify(query().biz)
    const how = { as: ENCRYPTED, signs: (text: string) => text.replace(/(?<=biz_content=)[^&]*/, () => plain) }
    expect(diagnosed(query(), how).cause).toBe('encrypted-too-late')
    expect(diagnosed(query(), { as: ENCRYPTED }).cause).toBe('right')
  })
})

describe('what is shown', () => {
  test('is the text as the wallet builds it, and the signature that came', () => {
    const found = diagnosed(ODD, { signs: () => 'something' })
    expect(found.text).toBe(joined(parametersOf(ODD), ['sign']))
    expect([found.expected, found.found]).toEqual(['', parametersOf(ODD, { signs: () => 'something' }).at(-1)?.[1]])
  })

  test('is never a key', () => {
    for (const how of [{}, { signs: () => 'something' }, signedBy('sha256', OTHER.privateKey), { as: ENCRYPTED }]) {
      const said = JSON.stringify(diagnosed(ODD, how))
      for (const secret of [OURS.privateKey, OTHER.privateKey, PLAIN_KEY.privateKey, CONTENT_KEY]) {
        expect(said).not.toContain(secret.split('\n')[1] ?? secret)
      }
    }
  })

  test('is nothing for a request that says no application', () => {
    const wallet = newFaulty()
    sent(wallet, ODD, { parameters: { app_id: undefined } })
    expect(wallet.inspect('1')).toMatchObject({ exchanged: { call: 'pay' } })
    expect(wallet.inspect('1')?.signature).toBeUndefined()
  })
})

describe('any single mistake on any request is named', () => {
  const value = fc.oneof(
    fc.stringMatching(/^[0-9A-Za-z_-]{1,20}$/),
    fc.constantFrom('天虹南山店-超市', '一杯 & <半>', 'a+b=c&d', "it's 100%", '0', '19.90', '', 'Ünï', '/a/b'),
  )
  const request = fc.record({ subject: value, body: value, zzz: value })

  test('by its own name, or by that of another mistake that signs the very same', () => {
    fc.assert(
      fc.property(request, fc.nat(), ({ subject, body, zzz }, pick) => {
        const question = precreate({ subject, body })
        const all = parametersOf(question, { parameters: { zzz } })
          .slice(0, -1)
          .map(([name, each]): Parameter => ({ name, value: each, place: name === 'biz_content' ? 'body' : 'query' }))
          .sort((a, b) => Number(a.place === 'body') - Number(b.place === 'body'))
        const known = [...deviations(all, undefined)]
        const planted = known[pick % known.length]
        if (!planted) return
        const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
        const signed = (recipe: typeof planted.recipe): string => {
          const used = { ...RIGHT, encode: utf8, ...recipe }
          return Buffer.from(used.encode(textOf(used, all))).toString('base64')
        }
        const wanted = signed(planted.recipe)
        const signature = (): string =>
          sign('sha256', Buffer.from(wanted, 'base64'), createPrivateKey(OURS.privateKey)).toString('base64')
        const found = diagnosed(question, { parameters: { zzz }, signature })
        const alike = known.filter(({ recipe }) => signed(recipe) === wanted).map((each) => each.cause)
        const isRight = signed({}) === wanted || (zzz === '' && signed({ pick: (some) => [...some] }) === wanted)
        expect(isRight ? ['right'] : alike).toContain(found.cause)
      }),
      { numRuns: 150 },
    )
  })
})

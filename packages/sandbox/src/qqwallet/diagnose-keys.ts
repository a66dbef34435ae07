import { createHmac } from 'node:crypto'
import type { Deviation, SignatureCause } from './diagnose-deviation.ts'
import { compare, hash, joined, type Recipe } from './diagnose-recipe.ts'
import type { QQMerchant } from './merchant.ts'

/** Another key, another place for it, another way to use it. */
export function* keyDeviations(merchant: QQMerchant, others: readonly QQMerchant[]): Generator<Deviation> {
  yield* otherKeys(merchant, others)
  yield* spoiltKeys(merchant.apiKey)
  yield* suffixes()
  yield* algorithms()
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

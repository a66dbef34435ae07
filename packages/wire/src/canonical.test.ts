import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'

test('the rule: without sign, without empty fields, sorted, raw', () => {
  expect(canonicalText({ b: '2', a: '1', sign: 'X', empty: '', none: undefined })).toBe('a=1&b=2')
  expect(canonicalText({ zero: '0', space: ' ', padded: ' x ' })).toBe('padded= x &space= &zero=0')
  expect(canonicalText({ a: 'x&y=z', b: '<&>"+%20 中😀' })).toBe('a=x&y=z&b=<&>"+%20 中😀')
  expect(canonicalText({})).toBe('')
})

test('names to leave out are left out beside sign', () => {
  expect(canonicalText({ a: '1', sign_type: 'MD5', sign: 'X' }, ['sign_type'])).toBe('a=1')
  expect(canonicalText({ a: '1', sign_type: 'MD5', sign: 'X' })).toBe('a=1&sign_type=MD5')
})

test('only a field that is called exactly sign is dropped', () => {
  expect(canonicalText({ Sign: '1', SIGN: '2', sign_: '3', sign: '4' })).toBe('SIGN=2&Sign=1&sign_=3')
})

test('inherited properties are no fields', () => {
  expect(canonicalText(Object.create({ a: '1' }))).toBe('')
})

test('the order of the fields does not matter', () => {
  const fields = fc.dictionary(fc.string(), fc.string())
  const check = (found: Record<string, string>) => {
    expect(canonicalText(Object.fromEntries(Object.entries(found).reverse()))).toBe(canonicalText(found))
  }
  fc.assert(fc.property(fields, check), { seed: 20_261_123 })
})

describe('A086: names are sorted by code unit in every locale', () => {
  const fields = { A_b: '1', aB: '2', a_c: '3', a1: '4', Z: '5', i: '汉字', I: '中文', z: 'ä', ö: 'ı' }
  const expected = 'A_b=1&I=中文&Z=5&a1=4&aB=2&a_c=3&i=汉字&z=ä&ö=ı'
  const program = `
    import { canonicalText } from ${JSON.stringify(new URL('canonical.ts', import.meta.url).href)}
    const fields = ${JSON.stringify(fields)}
    const locale = new Intl.Collator().resolvedOptions().locale
    const byLocale = Object.keys(fields).sort((a, b) => a.localeCompare(b)).join()
    process.stdout.write(JSON.stringify({ locale, byLocale, text: canonicalText(fields) }))`

  test.each([
    ['tr_TR', 'tr-TR'],
    ['sv_SE', 'sv-SE'],
    ['zh_CN', 'zh-CN'],
  ])('%s', (lang, locale) => {
    const env = { ...process.env, LANG: `${lang}.UTF-8`, LC_ALL: `${lang}.UTF-8` }
    const options = ['--conditions=@tpkit/source', '--input-type=module', '--eval', program]
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const { stdout, stderr } = spawnSync(process.execPath, options, { cwd, env, encoding: 'utf8' })
    const found: { locale: string; byLocale: string; text: string } = JSON.parse(stdout || `{"text":${JSON.stringify(stderr)}}`)
    expect(found.text).toBe(expected)
    expect(found.locale, 'the child really runs in that locale').toBe(locale)
    expect(found.byLocale, 'where a sort by locale would differ').not.toBe(Object.keys(fields).sort().join())
  })
})

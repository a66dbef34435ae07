import { XMLParser } from 'fast-xml-parser'
import { SaxesParser } from 'saxes'
import { test } from 'vitest'
import type { Fields } from './fields.ts'
import { md5Sign, md5Verify } from './sign.ts'
import { readXml } from './xml-reader.ts'

const key = 'test-key-0123456789abcdef0123456789'
const fields: Fields = {
  appid: '1007033799',
  mch_id: '1900000109',
  sub_appid: '1007033790',
  sub_mch_id: '9000000101',
  nonce_str: '7b14db232445d79c5c86d22bbd8898d3',
  device_info: 'WP00000001',
  trade_type: 'NATIVE',
  trade_state: 'SUCCESS',
  bank_type: 'CCB_DEBIT',
  fee_type: 'CNY',
  total_fee: '888',
  cash_fee: '666',
  coupon_fee: '222',
  transaction_id: '1900000109471607121307259064',
  out_trade_no: '20150806125346',
  attach: '深圳分店',
  time_end: '20160712121530',
  openid: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
  sign_type: 'MD5',
}
const signed = { ...fields, sign: md5Sign(fields, key) }
const xml = `<xml>${Object.entries(signed).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)}</xml>`.replaceAll(
  ',',
  '',
)
const notify = new TextEncoder().encode(xml)
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The least that this one document needs, with the same checks on it: characters, matching tags, no name twice, no DOCTYPE. */
const FIELD = /<([\w.-]+)><!\[CDATA\[([\t\n\x20-\x5C\x5E-\uD7FF\uE000-\uFFFD]*)\]\]><\/\1>/y
function minimum(message: Uint8Array): Fields {
  const text = utf8.decode(message)
  const found: Record<string, string> = Object.create(null)
  let at = 5
  FIELD.lastIndex = at
  for (let field = FIELD.exec(text); field; field = FIELD.exec(text)) {
    const name = field[1] ?? ''
    if (name in found) throw new Error('a name twice')
    found[name] = field[2] ?? ''
    at = FIELD.lastIndex
  }
  if (!text.startsWith('<xml>') || text.slice(at) !== '</xml>') throw new Error('not a flat document')
  return found
}

const parser = new XMLParser({ parseTagValue: false, trimValues: false, htmlEntities: true, maxNestedTags: 8 })
const viaFastXmlParser = (message: Uint8Array): Fields => parser.parse(utf8.decode(message)).xml

function viaSaxes(message: Uint8Array): Fields {
  const found: Record<string, string> = Object.create(null)
  let name = ''
  const saxes = new SaxesParser({ position: false })
  saxes.on('opentag', (tag) => {
    name = tag.name
  })
  saxes.on('cdata', (text) => {
    found[name] = text
  })
  saxes.write(utf8.decode(message)).close()
  return found
}

test('read a notify of 20 fields', async ({ bench }) => {
  await bench.compare(
    bench('hand-written minimum', () => {
      minimum(notify)
    }),
    bench('readXml', () => {
      readXml(notify)
    }),
    bench('saxes', () => {
      viaSaxes(notify)
    }),
    bench('fast-xml-parser', () => {
      viaFastXmlParser(notify)
    }),
  )
})

test('read and verify a notify of 20 fields', async ({ bench }) => {
  await bench.compare(
    bench('hand-written minimum and MD5', () => {
      md5Verify(minimum(notify), [key])
    }),
    bench('readXml and MD5', () => {
      md5Verify(readXml(notify), [key])
    }),
  )
})

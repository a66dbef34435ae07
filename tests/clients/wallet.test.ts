import { QQ_ORIGIN, qqWallet } from '@tpkit/sandbox'
import { md5Verify, readXml } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hash, Transformer } from 'wechatpay-axios-plugin'
import { REFUSED } from './documents.fixture.ts'
import { type Fields, fields, KEY, MCH_ID, RUNS, value } from './fields.fixture.ts'

const NOW = Date.UTC(2026, 0, 5, 4)
const merchant = new Transformer(MCH_ID, KEY)
const wallet = () => qqWallet({ merchants: [{ mchId: MCH_ID, apiKey: KEY }] })

/** Their code signs and writes the request; the sandbox's wallet, which shares no code with ours, answers. */
function ask(at: ReturnType<typeof wallet>, path: string, fields: object): string {
  return post(at, path, Transformer.toXml(merchant.signer({ mch_id: MCH_ID, ...fields })))
}

function post(at: ReturnType<typeof wallet>, path: string, xml: string): string {
  const body = new TextEncoder().encode(xml)
  const answer = at.handle({ method: 'POST', origin: QQ_ORIGIN, path: `/cgi-bin/pay/${path}`, headers: new Map(), body }, NOW)
  return new TextDecoder().decode(answer?.body)
}

const ORDER = {
  fee_type: 'CNY',
  spbill_create_ip: '127.0.0.1',
  trade_type: 'NATIVE',
  notify_url: 'https://merchant.example/notify',
  out_trade_no: 'CLIENT_1',
  total_fee: 1990,
}

/** What both sides find in an answer of the sandbox, after both found its signature right. */
function proven(answer: string): Fields {
  const theirs = Transformer.toObject(answer) as Fields // typed as `object`
  const ours = readXml(answer)
  expect(theirs).toEqual({ ...ours })
  expect(theirs.sign).toBe(Hash.sign('MD5', theirs, KEY))
  expect(md5Verify(ours, [KEY])).toBe(true)
  return ours
}

describe("the sandbox's wallet and their code, with no line of ours between them", () => {
  test('the wallet reads what they wrote as they signed it, whatever unknown fields say', () => {
    const check = (found: Fields) => {
      // A value that was read differently would make another signature, and the answer were SIGNERROR.
      const answer = ask(wallet(), 'qpay_order_query.cgi', { ...found, appid: '', out_trade_no: 'CLIENT_1' })
      expect(proven(answer)).toMatchObject({ return_code: 'SUCCESS', err_code: 'ORDERNOTEXIST' })
    }
    fc.assert(fc.property(fields, check), RUNS)
  })

  test('what the payer is shown, and what the wallet says later and notifies, is what they said, signed', () => {
    const check = (subject: string, attach: string) => {
      const at = wallet()
      const placed = proven(ask(at, 'qpay_unified_order.cgi', { ...ORDER, body: subject, attach }))
      expect(at.bills(NOW)).toMatchObject([{ subject, total: 1990n }])
      at.act(placed.code_url ?? '', 'pay', NOW)
      const found = proven(ask(at, 'qpay_order_query.cgi', { out_trade_no: ORDER.out_trade_no }))
      const [notify] = at.due(NOW)
      const told = proven(new TextDecoder().decode(notify?.body))
      for (const { trade_state, total_fee, attach: back = '' } of [found, told]) {
        expect({ trade_state, total_fee, back }).toEqual({ trade_state: 'SUCCESS', total_fee: '1990', back: attach })
      }
    }
    const subjects = value.filter((text) => text !== '')
    fc.assert(fc.property(subjects, value, check), { ...RUNS, numRuns: 200 })
  })

  test('a request that they signed with another key is refused, unsigned', () => {
    const at = qqWallet({ merchants: [{ mchId: MCH_ID, apiKey: KEY.toUpperCase() }] })
    expect(readXml(ask(at, 'qpay_unified_order.cgi', { ...ORDER, body: '茶' }))).toMatchObject({
      return_code: 'FAIL',
      err_code: 'SIGNERROR',
    })
  })

  test('an acknowledgement that they wrote ends the notify', () => {
    const at = wallet()
    const { code_url = '' } = proven(ask(at, 'qpay_unified_order.cgi', { ...ORDER, body: '茶' }))
    at.act(code_url, 'pay', NOW)
    const [notify] = at.due(NOW)
    at.delivered(notify?.id ?? '', { status: 200, body: Transformer.toXml({ return_code: 'SUCCESS', return_msg: 'OK' }) }, NOW)
    expect(at.due(NOW + 3_600_000)).toEqual([])
  })
})

describe('where the dialects part', () => {
  test.each(REFUSED)('%s: the wallet refuses it as our reader does; theirs reads it', (_what, xml) => {
    expect(readXml(post(wallet(), 'qpay_order_query.cgi', xml))).toMatchObject({ err_code: 'XML_FORMAT_ERROR' })
  })

  test('a signature in lower case, and numeric references, which their reader does not know: the wallet takes both', () => {
    const signed = merchant.signer({ mch_id: MCH_ID, out_trade_no: 'CLIENT_1', attach: ' 中 ' }) as Fields // typed as `object`
    const xml = Transformer.toXml({ ...signed, sign: signed.sign?.toLowerCase() }).replace('中', '&#20013;')
    expect(xml).toContain('> &#20013; <')
    expect(proven(post(wallet(), 'qpay_order_query.cgi', xml))).toMatchObject({ err_code: 'ORDERNOTEXIST' })
  })

  test('sign_type: MD5 by name passes; HMAC-SHA256, which their client offers, is refused', () => {
    const place = (sign_type: string) => readXml(ask(wallet(), 'qpay_unified_order.cgi', { ...ORDER, body: '茶', sign_type }))
    expect(place('MD5')).toMatchObject({ result_code: 'SUCCESS' })
    expect(place('HMAC-SHA256')).toMatchObject({ return_code: 'FAIL', err_code: 'SIGNERROR' })
  })

  test.each<[what: string, subject: string, code: string]>([
    ['the end of a CDATA section within a value breaks their XML', '<x]]>y', 'XML_FORMAT_ERROR'],
    ['a carriage return arrives as a line feed, so that their signature fits no more', 'x\ry', 'SIGNERROR'],
  ])('%s', (_what, body, code) => {
    expect(readXml(ask(wallet(), 'qpay_unified_order.cgi', { ...ORDER, body }))).toMatchObject({ err_code: code })
  })

  test('their verifier believes no notify, for this one says no return_code; their signature over it fits', () => {
    const at = wallet()
    const { code_url = '' } = proven(ask(at, 'qpay_unified_order.cgi', { ...ORDER, body: '茶' }))
    at.act(code_url, 'pay', NOW)
    const told = proven(new TextDecoder().decode(at.due(NOW)[0]?.body))
    expect(merchant.verifier({ ...told })).toMatchObject({ code: 'EV2_RES_STATUS_CODE_NOT_SUCESS' })
  })
})

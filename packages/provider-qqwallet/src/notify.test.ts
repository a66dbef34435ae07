import type { Notice } from '@tpkit/core'
import { type Fields, md5Sign, writeXml } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, KEY, received, signedXml, vector } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const { sign: _sign, ...GENUINE } = vector('notifications', 'computed-payment-coupon').fields
const failing = (code: string) => expect.objectContaining({ code })

function notify(body: string): Notice {
  const next = protocol.notify(received(body), at).next()
  if (next.done) return next.value
  throw new Error('a notify asks nothing of the world')
}

const signed = (changes: Fields) => notify(signedXml({ ...GENUINE, ...changes }))

describe('verify, then parse, then believe', () => {
  test('a genuine success is one paid fact', () => {
    expect(signed({})).toMatchObject({ id: GENUINE.transaction_id, facts: [{ status: 'paid', source: 'notify' }] })
  })

  test.each([
    ['no sign', writeXml(GENUINE)],
    ['an empty sign', writeXml({ ...GENUINE, sign: '' })],
    ['a flipped digit', signedXml(GENUINE).replace(/.(?=\]\]><\/sign>)/, (digit) => (digit === '0' ? '1' : '0'))],
    ['a sign over the empty key', writeXml({ ...GENUINE, sign: md5Sign(GENUINE, '') })],
    ['another key', signedXml(GENUINE, 'other0123456789other0123456789ot')],
    ['only order, amount and state', writeXml({ out_trade_no: 'A', total_fee: '1', trade_state: 'SUCCESS' })],
    ['the algorithm chosen: none', signedXml({ ...GENUINE, sign_type: 'NONE' })],
    ['the algorithm chosen: HMAC', signedXml({ ...GENUINE, sign_type: 'HMAC-SHA256' })],
    ['the algorithm chosen: md4', signedXml({ ...GENUINE, sign_type: 'md4' })],
    ['a value that looks like fields', signedXml({ ...GENUINE, attach: 'x&total_fee=1' })],
  ])('%s: UNVERIFIED', (_what, body) => {
    expect(() => notify(body)).toThrow(failing('UNVERIFIED'))
  })

  test('sign_type MD5 is signed like any field and accepted', () => {
    expect(signed({ sign_type: 'MD5' }).facts).toHaveLength(1)
  })

  test('the key is in no sentence', () => {
    expect(() => notify(signedXml({ ...GENUINE, total_fee: '1' }, 'x'))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(KEY) }),
    )
  })

  test('no field can be changed, added or taken away', () => {
    const sign = md5Sign(GENUINE, KEY)
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 20,
    })
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(GENUINE)), text, (field, value) => {
        fc.pre(GENUINE[field] !== value)
        const { [field]: _gone, ...without } = GENUINE
        for (const forged of [{ ...GENUINE, [field]: value }, without, { ...GENUINE, [`${field}_x`]: value }]) {
          expect(() => notify(writeXml({ ...forged, sign }))).toThrow(failing('UNVERIFIED'))
        }
      }),
    )
  })

  test.each([
    ['nothing', ''],
    ['JSON', '{"trade_state":"SUCCESS"}'],
    ['two amounts', signedXml(GENUINE).replace('<total_fee>', '<total_fee>1</total_fee><total_fee>')],
    ['a DOCTYPE', `<!DOCTYPE xml [<!ENTITY e "SUCCESS">]>${signedXml(GENUINE)}`],
    ['nesting', signedXml(GENUINE).replace('<attach>', '<attach><b>1</b>')],
    ['more than 64 kB', signedXml({ ...GENUINE, attach: 'x'.repeat(65_536) })],
    ['half of it', signedXml(GENUINE).slice(0, 200)],
  ])('%s: MALFORMED', (_what, body) => {
    expect(() => notify(body)).toThrow(failing('MALFORMED'))
  })

  test.each(['trade_state', 'transaction_id', 'out_trade_no', 'total_fee', 'fee_type', 'mch_id'])(
    'genuine but without %s: MALFORMED',
    (name) => {
      expect(() => signed({ [name]: '' })).toThrow(failing('MALFORMED'))
    },
  )
})

describe('the notice', () => {
  test('its id is the same for every repeat, and another nonce makes no other message', () => {
    expect(signed({ nonce_str: 'a' }).id).toBe(signed({ nonce_str: 'b' }).id)
  })

  test('empty return_code and result_code say nothing', () => {
    expect(signed({ return_code: '', result_code: '' }).facts).toHaveLength(1)
  })

  test.each([
    ['CLOSED', {}],
    ['NOTPAY', {}],
    ['REFUND', {}],
    ['SUCCESS', { result_code: 'FAIL' }],
    ['SUCCESS', { return_code: 'FAIL' }],
  ])('%s %o is genuine and books nothing; its id never hides the payment', (trade_state, more) => {
    const notice = signed({ trade_state, ...more })
    expect(notice.facts).toEqual([])
    expect(notice.id).not.toBe(signed({}).id)
  })

  test('a state of an unnamed order cannot be told from others: MALFORMED', () => {
    expect(() => signed({ trade_state: 'CLOSED', transaction_id: '', out_trade_no: '' })).toThrow(failing('MALFORMED'))
  })
})

describe('acknowledge', () => {
  test.each([
    ['accepted', 200, 'SUCCESS'],
    ['later', 500, 'FAIL'],
    ['refused', 400, 'FAIL'],
  ] as const)('%s is HTTP %i with %s', (acknowledgement, status, word) => {
    const answer = protocol.acknowledge(acknowledgement)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain(`<return_code>${word}</return_code>`)
    expect(answer.headers).toEqual([['content-type', 'text/xml; charset=utf-8']])
  })

  test('refused says 签名失败, and only accepted says SUCCESS', () => {
    expect(protocol.acknowledge('refused').body).toContain('签名失败')
    for (const not of ['later', 'refused'] as const) expect(protocol.acknowledge(not).body).not.toContain('SUCCESS')
  })
})

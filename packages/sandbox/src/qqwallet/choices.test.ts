import { describe, expect, test } from 'vitest'
import {
  ask,
  FAILED,
  MERCHANT,
  MINUTE,
  NOW,
  newDesk,
  OTHER_MERCHANT,
  only,
  paidOrder,
  scan,
  send,
  signedXml,
  xmlOf,
} from './asking.fixture.ts'
import { qqDesk } from './desk.ts'

describe('a wrong signature', () => {
  const body = signedXml('order', {}).replace('1990', '1')

  test('is told unsigned, as a communication failure', () => {
    const fields = xmlOf(send(newDesk(), 'order', {}, { body }))
    expect(Object.fromEntries(fields)).toMatchObject({ return_code: 'FAIL', err_code: 'SIGNERROR' })
    expect(fields.has('sign')).toBe(false)
  })

  test('or signed, as a business failure', () => {
    const desk = newDesk({ signErrorAs: 'err_code' })
    expect(ask(desk, 'order', {}, { body })).toMatchObject(FAILED('SIGNERROR'))
    expect(desk.books(NOW)).toEqual([])
  })

  test('of nobody knows whom is told unsigned all the same', () => {
    const fields = xmlOf(send(newDesk({ signErrorAs: 'err_code' }), 'order', { mch_id: '1900000999' }))
    expect(Object.fromEntries(fields)).toMatchObject({ return_code: 'FAIL', err_code: 'MCHID_NOT_EXIST' })
  })
})

describe('a close in the first five minutes', () => {
  test('is taken', () => {
    const desk = newDesk()
    ask(desk, 'order')
    expect(ask(desk, 'close')).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('or refused, when told so', () => {
    const desk = newDesk({ strictEarlyClose: true })
    ask(desk, 'order')
    expect(ask(desk, 'close', {}, { now: NOW + 5 * MINUTE - 1 })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'open' }])
    expect(ask(desk, 'close', {}, { now: NOW + 5 * MINUTE })).toMatchObject({ result_code: 'SUCCESS' })
  })
})

describe('a merchant that joins later', () => {
  test('is served as if it had been there from the start', () => {
    const desk = qqDesk({ merchants: [MERCHANT] })
    const how = { merchant: OTHER_MERCHANT }
    expect(xmlOf(send(desk, 'order', {}, how)).get('err_code')).toBe('MCHID_NOT_EXIST')
    desk.enrol(OTHER_MERCHANT)
    expect(ask(desk, 'order', {}, how)).toMatchObject({ result_code: 'SUCCESS' })
  })

  test.each([
    ['a number that is taken', MERCHANT, /listed twice/],
    ['a number that is none', { ...MERCHANT, mchId: 'x' }, /8 to 10 digits/],
    ['an empty key', { ...OTHER_MERCHANT, apiKey: '' }, /apiKey/],
  ])('with %s does not join', (_, merchant, sentence) => {
    expect(() => qqDesk({ merchants: [MERCHANT] }).enrol(merchant)).toThrow(sentence)
  })
})

describe('the notify of a paid order, asked for once more', () => {
  const T1 = { mchId: MERCHANT.mchId, outTradeNo: 'T-1' }
  const SUCCESS = { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }

  test('is the same message, byte for byte, though it was acknowledged', () => {
    const desk = newDesk()
    paidOrder(desk)
    const first = only(desk.due(NOW))
    desk.delivered(first.id, SUCCESS, NOW)
    desk.announceAgain(T1, NOW + MINUTE)
    const again = only(desk.due(NOW + MINUTE))
    expect(again.body).toEqual(first.body)
    expect(again.url).toBe(first.url)
    expect(again.id).not.toBe(first.id)
  })

  test('is tried once: the schedule belongs to the first one', () => {
    const desk = newDesk()
    scan(desk)
    const first = only(desk.due(NOW))
    desk.announceAgain(T1, NOW)
    const again = only(desk.due(NOW))
    desk.delivered(again.id, undefined, NOW)
    expect(desk.due(NOW + 1e12)).toEqual([])
    desk.delivered(first.id, undefined, NOW)
    expect(only(desk.due(NOW + 15_000))).toMatchObject({ id: first.id, attempt: 2 })
  })

  test.each([
    ['unknown', () => newDesk()],
    [
      'unpaid',
      () => {
        const desk = newDesk()
        ask(desk, 'order')
        return desk
      },
    ],
    [
      'without an address',
      () => {
        const desk = newDesk()
        scan(desk, { notify_url: '' })
        return desk
      },
    ],
  ])('there is none of an order that is %s', (_, desk) => {
    expect(() => desk().announceAgain(T1, NOW)).toThrow(/found none under 1900000109\/T-1/)
  })
})

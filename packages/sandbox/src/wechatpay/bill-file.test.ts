import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  ask,
  got,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  paidOrder,
  prepay,
  refund,
  refused,
  SECOND,
  send,
  signerOf,
} from './asking.fixture.ts'
import { applied, fileOf, NEXT_NOON } from './bills.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

const TODAY = 'trade?bill_date=2026-01-05'

/** A day with a payment of 1990 fen, of which 500 went back. */
function dayWallet(): WeChatWallet {
  const wallet = newWallet()
  paidOrder(wallet, prepay())
  ask(wallet, refund(), { now: NOW + MINUTE })
  return wallet
}

describe('the file', () => {
  test('comes packed where that is asked; the digest is over what is in it', () => {
    const wallet = dayWallet()
    const { told, address, path } = applied(wallet, `${TODAY}&tar_type=GZIP`)
    expect(address.searchParams.get('tartype')).toBe('gzip')
    const { body } = send(wallet, got(path), { now: NEXT_NOON })
    expect(gunzipSync(body)).toEqual(fileOf(wallet, TODAY))
    expect(told.hash_value).toBe(applied(wallet, TODAY).told.hash_value)
  })

  test('lies at the real address, or where the wallet is told', () => {
    expect(applied(dayWallet(), TODAY).address.href).toMatch(
      /^https:\/\/api\.mch\.weixin\.qq\.com\/v3\/billdownload\/file\?token=\w+$/,
    )
    const wallet = newWallet({ downloadOrigin: 'http://127.0.0.1:9' })
    paidOrder(wallet)
    expect(applied(wallet, TODAY).address.origin).toBe('http://127.0.0.1:9')
  })

  test('can be had for five minutes, more than once, by its merchant', () => {
    const wallet = dayWallet()
    const { path } = applied(wallet, TODAY)
    const answered = (how: Parameters<typeof refused>[2]) => send(wallet, got(path), { now: NEXT_NOON, ...how }).status
    expect([answered({}), answered({ now: NEXT_NOON + 5 * MINUTE - 1 })]).toEqual([200, 200])
    expect(refused(wallet, got(path), { now: NEXT_NOON, as: OTHER })).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, got(path), { now: NEXT_NOON + 5 * MINUTE })).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, got('/v3/billdownload/file?token=unknown'))).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, got('/v3/billdownload/file'))).toBe('400 INVALID_REQUEST')
  })

  test('is asked for with a proof, which a refusal has too', () => {
    const wallet = dayWallet()
    const { path } = applied(wallet, TODAY)
    const signs = (text: string) => text.replace(/\?[^\n]*/, '')
    expect(refused(wallet, got(path), { now: NEXT_NOON, signs })).toBe('401 SIGN_ERROR')
    expect(signerOf(send(wallet, got('/v3/billdownload/file?token=unknown')))).toBeDefined()
  })
})

describe('a day that has no bill', () => {
  const asked = (date: string, now = NEXT_NOON, more = ''): string =>
    refused(dayWallet(), got(`/v3/bill/tradebill?bill_date=${date}${more}`), { now })
  const TEN = Date.UTC(2026, 0, 6, 2)

  test.each([
    ['nothing happened', '2026-01-04', NEXT_NOON, '400 NO_STATEMENT_EXIST'],
    ['not before ten', '2026-01-05', TEN - SECOND, '400 STATEMENT_CREATING'],
    ['from ten on', '2026-01-05', TEN, '200 undefined'],
    ['today', '2026-01-06', NEXT_NOON, '400 STATEMENT_CREATING'],
    ['tomorrow', '2026-01-07', NEXT_NOON, '400 PARAM_ERROR'],
    ['three months ago', '2026-01-05', Date.UTC(2026, 3, 5, 4), '200 undefined'],
    ['longer ago', '2026-01-05', Date.UTC(2026, 3, 6, 4), '400 INVALID_REQUEST'],
    ['written otherwise', '20260105', NEXT_NOON, '400 PARAM_ERROR'],
    ['none of the calendar', '2025-02-30', NEXT_NOON, '400 PARAM_ERROR'],
  ])('%s', (_, date, now, answered) => expect(asked(date, now)).toBe(answered))

  test('another kind of bill, or of account, is none', () => {
    expect(asked('2026-01-05', NEXT_NOON, '&bill_type=SOME')).toBe('400 PARAM_ERROR')
    expect(refused(dayWallet(), got('/v3/bill/fundflowbill?bill_date=2026-01-05&account_type=SAVINGS'), { now: NEXT_NOON })).toBe(
      '400 PARAM_ERROR',
    )
  })
})

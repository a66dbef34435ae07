import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  prepay,
  prompt,
  query,
  refused,
  type Scene,
  SECOND,
  type Values,
} from './asking.fixture.ts'

const at = (ms: number): string => new Date(NOW + ms).toISOString()

describe('time_expire', () => {
  test.each<[string, Values, number]>([
    ['is the last moment to pay', { time_expire: at(10 * MINUTE) }, 10 * MINUTE],
    ['may have an offset', { time_expire: '2026-01-05T12:10:00+08:00' }, 10 * MINUTE],
    ['is raised to a minute', { time_expire: at(SECOND) }, MINUTE],
    ['is raised from the past', { time_expire: at(-DAY) }, MINUTE],
    ['is fifteen days at most', { time_expire: at(15 * DAY) }, 15 * DAY],
    ['is seven days without one', {}, 7 * DAY],
  ])('%s', (_, values, life) => {
    const pay = (ms: number) => {
      const wallet = newWallet()
      ask(wallet, prepay('native', values))
      // A link dies earlier than its order.
      if (ms < life) wallet.act(prompt(ask(wallet, prepay('native', values), { now: NOW + ms })), 'pay', NOW + ms)
      else wallet.act(wallet.bills(NOW)[0]?.promptText ?? '', 'pay', NOW + ms)
    }
    expect(() => pay(life - 1)).not.toThrow()
    expect(() => pay(life)).toThrow(/expired|too old/)
  })

  test('is a day that the calendar has', () => {
    const on = (day: string): string =>
      refused(newWallet(), prepay('native', { time_expire: `2026-02-${day}T12:00:00+08:00` }), { now: Date.UTC(2026, 1, 20) })
    expect([on('28'), on('30')]).toEqual(['200 undefined', '400 PARAM_ERROR'])
  })

  test('does not close the order: it stays NOTPAY until somebody does', () => {
    const wallet = newWallet()
    ask(wallet, prepay('native', { time_expire: at(10 * MINUTE) }))
    const late = { now: NOW + DAY }
    expect(ask(wallet, query(), late)).toMatchObject({ trade_state: 'NOTPAY' })
    expect(wallet.books(late.now)).toMatchObject([{ status: 'open' }])
    expect(wallet.bills(late.now)).toMatchObject([{ status: 'expired' }])
    expect(() => wallet.act(wallet.bills(NOW)[0]?.promptText ?? '', 'pay', NOW + 10 * MINUTE)).toThrow(/has expired/)
    ask(wallet, close(), late)
    expect(ask(wallet, query(), late)).toMatchObject({ trade_state: 'CLOSED' })
  })

  test('ends repeats too', () => {
    const wallet = newWallet()
    const question = prepay('native', { time_expire: at(10 * MINUTE) })
    ask(wallet, question)
    expect(ask(wallet, question, { now: NOW + 10 * MINUTE - 1 })).toHaveProperty('code_url')
    expect(refused(wallet, question, { now: NOW + 10 * MINUTE })).toBe('400 ORDER_CLOSED')
  })
})

describe('what a prepay hands out', () => {
  test.each<[Scene, number]>([
    ['native', 120],
    ['jsapi', 120],
    ['app', 120],
    ['h5', 5],
  ])('%s: can be used for %i minutes, and again after a repeat', (scene, minutes) => {
    const end = NOW + minutes * MINUTE
    const pay = (now: number, repeatedAt?: number): string | undefined => {
      const wallet = newWallet()
      const code = prompt(ask(wallet, prepay(scene)))
      if (repeatedAt !== undefined) ask(wallet, prepay(scene), { now: repeatedAt })
      wallet.act(code, 'pay', now)
      return wallet.books(now)[0]?.status
    }
    expect(pay(end - 1)).toBe('paid')
    expect(() => pay(end)).toThrow(/too old/)
    expect(pay(end, end)).toBe('paid')
    expect(pay(end + minutes * MINUTE - 1, end)).toBe('paid')
    expect(() => pay(end + minutes * MINUTE, end)).toThrow(/too old/)
  })

  test('the order lives on when its link is dead', () => {
    const wallet = newWallet()
    ask(wallet, prepay('h5'))
    expect(ask(wallet, query(), { now: NOW + DAY })).toMatchObject({ trade_state: 'NOTPAY' })
    expect(wallet.bills(NOW + DAY)).toMatchObject([{ status: 'open', expiresAt: NOW + 7 * DAY }])
  })

  test('an h5 link works with the address to come back to that a shop adds', () => {
    const wallet = newWallet()
    const link = prompt(ask(wallet, prepay('h5')))
    wallet.act(`${link}&redirect_url=${encodeURIComponent('https://shop.example/done')}`, 'pay', NOW)
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('a link that was changed belongs to nobody', () => {
    const wallet = newWallet()
    expect(() => wallet.act(`${prompt(ask(wallet, prepay('h5')))}&more=1`, 'pay', NOW)).toThrow(/no order belongs/)
  })

  test('an h5 link points where the wallet is told', () => {
    const wallet = newWallet({ h5Page: 'http://127.0.0.1:9/h5' })
    expect(prompt(ask(wallet, prepay('h5')))).toMatch(/^http:\/\/127\.0\.0\.1:9\/h5\?prepay_id=wx/)
  })
})

import { describe, expect, it } from 'vitest'
import { account, type EdgeStand, edgeStand, keyed, NOW, settledAs } from './edge.fixture.ts'

const DAY = 86_400_000

async function look(stand: EdgeStand, headers: Record<string, string> = {}, address = '127.0.0.1'): Promise<string> {
  const answer = await stand.fetch(new Request('http://a/metrics', { headers }), { address })
  return answer.status === 200 ? answer.text() : String(answer.status)
}

/** The line of a number, without its labels' order. */
function number(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  const line = text.split('\n').find((one) => one.match(/^\w+/)?.[0] === name && wanted.every((each) => one.includes(each)))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

const call = (stand: EdgeStand, init: RequestInit = {}) =>
  stand.fetch(new Request('http://a/v1/things', { headers: keyed('a'), ...init }), { address: '192.0.2.1' })
const notify = (stand: EdgeStand, name: string) =>
  stand.fetch(new Request(`http://a/notify/${name}`, { method: 'POST', body: 'x' }), { address: '192.0.2.1' })

describe('metrics', () => {
  it('count requests by route, notifies by account and what became of them, and how late they were', async () => {
    const stand = edgeStand()
    await call(stand)
    await call(stand, { headers: {} })
    stand.world.settle = async () => ({ ...settledAs('moved'), paidAt: NOW - 3000 })
    await notify(stand, 'qq-1')
    await notify(stand, 'stranger-77')
    const text = await look(stand)
    expect(number(text, 'tpkit_http_requests_total', { route: '/v1/things', status: '200' })).toBe(1)
    expect(number(text, 'tpkit_http_requests_total', { route: '/v1/things', status: '401' })).toBe(1)
    expect(number(text, 'tpkit_notifies_total', { account: 'qq-1', what: 'moved' })).toBe(1)
    expect(number(text, 'tpkit_notify_lag_seconds_sum', { account: 'qq-1' })).toBe(3)
    expect(number(text, 'tpkit_notifies_of_unknown_account_total')).toBe(1)
    expect(text).not.toContain('stranger-77')
  })

  it('count what accounts and the cashier tell', async () => {
    const stand = edgeStand()
    const { core, cashier } = stand.metrics
    core.write({ event: 'call', account: 'qq-1', verb: 'refund', outcome: 'unknown', code: 'TIMEOUT', durationMs: 1500 })
    core.write({ event: 'trust.failed', account: 'wx-1', code: 'UNAVAILABLE' })
    core.write({ event: 'config.reloaded', accounts: 1, changedAccounts: 1, methods: 1 })
    cashier.write({ event: 'fact.quarantined', account: 'qq-1', reason: 'amount' })
    cashier.write({ event: 'breaker.moved', account: 'qq-1', state: 'open' })
    cashier.write({ event: 'books.failed', during: 'settle', code: 'UNAVAILABLE' })
    const text = await look(stand)
    expect(number(text, 'tpkit_wallet_calls_total', { account: 'qq-1', verb: 'refund', outcome: 'unknown' })).toBe(1)
    expect(number(text, 'tpkit_wallet_call_duration_seconds_sum', { account: 'qq-1', verb: 'refund' })).toBe(1.5)
    expect(number(text, 'tpkit_trust_refreshes_total', { account: 'wx-1', outcome: 'failed' })).toBe(1)
    expect(number(text, 'tpkit_config_reloads_total', { outcome: 'done' })).toBe(1)
    expect(number(text, 'tpkit_quarantined_facts_total', { account: 'qq-1' })).toBe(1)
    expect(number(text, 'tpkit_breaker_open', { account: 'qq-1' })).toBe(1)
    expect(number(text, 'tpkit_books_failures_total', { during: 'settle' })).toBe(1)
  })

  it('are no longer for ten endpoints that no key opens than for one', async () => {
    const stand = edgeStand()
    const { cashier } = stand.metrics
    for (const endpoint of ['whe_1', 'whe_2'])
      cashier.write({ event: 'books.failed', during: 'endpoint', endpoint, code: 'CONFIG' })
    const text = await look(stand)
    expect(number(text, 'tpkit_books_failures_total', { during: 'endpoint' })).toBe(2)
    expect(text).not.toContain('whe_')
  })

  it('show how the books stand, and when certificates end', async () => {
    const stand = edgeStand()
    stand.world.accounts = [account('qq-1', { certificateEndsAt: NOW + 12 * DAY }), account('wx-1')]
    stand.world.standing = async () => ({
      unknowns: [{ account: 'qq-1', count: 2, since: NOW - 90_000 }],
      parked: { count: 1, since: NOW - 5000 },
      deliveries: { count: 7, since: NOW - 60_000 },
    })
    const text = await look(stand)
    expect(number(text, 'tpkit_unknown_outcomes', { account: 'qq-1' })).toBe(2)
    expect(number(text, 'tpkit_unknown_outcome_oldest_seconds', { account: 'qq-1' })).toBe(90)
    expect(number(text, 'tpkit_unknown_outcomes', { account: 'wx-1' })).toBe(0)
    expect(number(text, 'tpkit_parked_notifies')).toBe(1)
    expect(number(text, 'tpkit_webhook_backlog')).toBe(7)
    expect(number(text, 'tpkit_webhook_backlog_oldest_seconds')).toBe(60)
    expect(number(text, 'tpkit_certificate_expiry_days', { account: 'qq-1' })).toBe(12)
    expect(number(text, 'tpkit_queue_limit')).toBe(100)
    expect(number(text, 'tpkit_books_readable')).toBe(1)
    expect(number(text, 'tpkit_build_info', { version: '1.2.3' })).toBe(1)
  })

  it('without a ledger show no number of yesterday', async () => {
    const stand = edgeStand()
    stand.world.standing = async () => ({
      unknowns: [{ account: 'qq-1', count: 2, since: NOW }],
      parked: { count: 1 },
      deliveries: { count: 7 },
    })
    await look(stand)
    stand.world.standing = () => Promise.reject(new Error('gone'))
    stand.world.now += 5000
    const text = await look(stand)
    expect(number(text, 'tpkit_books_readable')).toBe(0)
    for (const name of ['unknown_outcomes', 'parked_notifies', 'webhook_backlog'])
      expect(number(text, `tpkit_${name}`)).toBeUndefined()
  })

  it('ask the ledger at most once in five seconds', async () => {
    const stand = edgeStand()
    let asked = 0
    const { standing } = stand.world
    stand.world.standing = () => {
      asked += 1
      return standing()
    }
    await Promise.all([look(stand), look(stand), look(stand)])
    expect(asked).toBe(1)
  })

  it('are of this gateway alone, with the process’s own numbers', async () => {
    const [one, other] = [edgeStand(), edgeStand()]
    await call(one)
    expect(number(await look(other), 'tpkit_http_requests_total')).toBeUndefined()
    expect(number(await look(other), 'process_resident_memory_bytes')).toBeGreaterThan(0)
  })

  it.each([
    ['a public address', {}, '203.0.113.5'],
    ['an address that nobody knows', {}, ''],
    ['a proxy of ours', { 'x-forwarded-for': '203.0.113.5' }, '10.0.0.1'],
    ['a proxy that nobody configured', { 'x-forwarded-for': '127.0.0.1' }, '127.0.0.1'],
    ['a proxy that says so otherwise', { forwarded: 'for=127.0.0.1' }, '127.0.0.1'],
    ['a proxy that tells the scheme alone', { 'X-Forwarded-Proto': 'https' }, '127.0.0.1'],
    ['a delivery network', { 'CF-Connecting-IP': '203.0.113.5' }, '127.0.0.1'],
  ])('are not there for %s', async (_who, headers, address) => {
    expect(await look(edgeStand({ trustedProxies: ['10.0.0.0/8'] }), headers, address)).toBe('404')
  })

  it.each(['127.0.0.1', '::1', '10.1.2.3', '192.168.1.1', 'fd00::1', '::ffff:127.0.0.1'])('are there for %s', async (address) => {
    expect(await look(edgeStand(), {}, address)).toContain('tpkit_build_info')
  })
})

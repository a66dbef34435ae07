import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answered, DAY, MERCHANTS, type MerchantName, newPayment, openStand, type Stand } from '../stand.fixture.ts'

/** An answer without what is drawn anew for every request. */
const bytes = ({ status, text, headers }: Answered) =>
  [
    status,
    text.replace(/"instance":"[^"]+"/, ''),
    headers.get('content-type'),
    headers.get('www-authenticate'),
    headers.get('allow'),
  ].join('\n')

const bodyOf = (body: object | undefined) => (body ? { body } : {})

/** Everything that `other` has, by the calls that reach it. */
async function withForeign() {
  const stand = await openStand()
  const { call, pays, after } = stand
  const as = 'other'
  const payment = await call('POST', '/v1/payments', { body: newPayment('T-1', { method: 'till' }), as })
  await pays(payment)
  const refund = await call('POST', `/v1/payments/${payment.json.id}/refunds`, {
    body: { refundNo: 'R-1', amount: { amount: 1, currency: 'CNY' } },
    as,
  })
  const endpoint = await call('POST', '/v1/webhook-endpoints', { body: { url: 'https://other.example/hooks' }, as })
  const [event] = (await call('GET', '/v1/events', { as })).json.items
  after(DAY)
  await call('POST', '/v1/reconciliations', { body: { account: 'qq-other', day: '2026-11-27' }, as })
  return {
    ...stand,
    ids: { payment: payment.json.id, refund: refund.json.id, endpoint: endpoint.json.endpoint.id, event: event.id },
  }
}

describe('what is another merchant’s', () => {
  it('is answered, byte for byte, as what is not there', async () => {
    const { call, ids } = await withForeign()
    const body = { refundNo: 'R-1', amount: { amount: 1, currency: 'CNY' } }
    const pairs: readonly (readonly [method: string, foreign: string, missing: string, body?: object, other?: object])[] = [
      ['GET', `/v1/payments/${ids.payment}`, '/v1/payments/ord_0'],
      ['GET', `/v1/payments/${ids.payment}`, `/v1/payments/${ids.refund}`],
      ['POST', `/v1/payments/${ids.payment}/close`, '/v1/payments/ord_0/close'],
      ['POST', `/v1/payments/${ids.payment}/reverse`, '/v1/payments/ord_0/reverse'],
      ['POST', `/v1/payments/${ids.payment}/refunds`, '/v1/payments/ord_0/refunds', body],
      ['GET', `/v1/refunds/${ids.refund}`, '/v1/refunds/rfd_0'],
      ['POST', `/v1/events/${ids.event}/replay`, '/v1/events/evt_0/replay'],
      ['GET', `/v1/webhook-endpoints/${ids.endpoint}`, '/v1/webhook-endpoints/whe_0'],
      ['PATCH', `/v1/webhook-endpoints/${ids.endpoint}`, '/v1/webhook-endpoints/whe_0', { url: 'https://main.example' }],
      ['DELETE', `/v1/webhook-endpoints/${ids.endpoint}`, '/v1/webhook-endpoints/whe_0'],
      ['POST', `/v1/webhook-endpoints/${ids.endpoint}/rotate`, '/v1/webhook-endpoints/whe_0/rotate'],
      ['POST', `/v1/webhook-endpoints/${ids.endpoint}/drop-old-secrets`, '/v1/webhook-endpoints/whe_0/drop-old-secrets'],
      ['GET', '/v1/reconciliations/qq-other/2026-11-27', '/v1/reconciliations/none/2026-11-27'],
      ['GET', '/v1/payments?orderNo=T-1', '/v1/payments?orderNo=T-0'],
      ['GET', '/v1/payments?account=qq-other', '/v1/payments?account=none'],
      ['GET', '/v1/payments?method=till', '/v1/payments?method=none'],
      ['GET', `/v1/refunds?payment=${ids.payment}`, '/v1/refunds?payment=ord_0'],
      ['GET', '/v1/reconciliations?account=qq-other', '/v1/reconciliations?account=none'],
      ['POST', '/v1/payments', '/v1/payments', newPayment('N-1', { method: 'till' }), newPayment('N-1', { method: 'none' })],
      [
        'POST',
        '/v1/reconciliations',
        '/v1/reconciliations',
        { account: 'qq-other', day: '2026-11-27' },
        { account: 'none', day: '2026-11-27' },
      ],
    ]
    for (const [method, foreign, missing, given, other = given] of pairs) {
      const [theirs, none] = [await call(method, foreign, bodyOf(given)), await call(method, missing, bodyOf(other))]
      expect(bytes(theirs), `${method} ${foreign}`).toBe(bytes(none))
      expect([200, 404]).toContain(theirs.status)
    }
  })

  it('stays as it is, whatever somebody else calls', async () => {
    const { call, ids } = await withForeign()
    const before = await Promise.all(
      ['/v1/payments', '/v1/refunds', '/v1/webhook-endpoints'].map((path) => call('GET', path, { as: 'other' })),
    )
    for (const path of [
      `/v1/payments/${ids.payment}/close`,
      `/v1/webhook-endpoints/${ids.endpoint}/rotate`,
      `/v1/events/${ids.event}/replay`,
    ])
      await call('POST', path)
    await call('DELETE', `/v1/webhook-endpoints/${ids.endpoint}`)
    const after = await Promise.all(
      ['/v1/payments', '/v1/refunds', '/v1/webhook-endpoints'].map((path) => call('GET', path, { as: 'other' })),
    )
    expect(after.map(({ text }) => text)).toEqual(before.map(({ text }) => text))
  })

  it('may have the same numbers: each has its own', async () => {
    const { call, pays } = await openStand()
    const mine = await call('POST', '/v1/payments', { body: newPayment('T-1') })
    const theirs = await call('POST', '/v1/payments', {
      body: newPayment('T-1', { method: 'till', subject: 'Coffee' }),
      as: 'other',
    })
    expect([mine.status, theirs.status]).toEqual([201, 201])
    await pays(theirs)
    expect((await call('GET', `/v1/payments/${mine.json.id}`)).json.status).toBe('open')
  })

  it('is not named where a method leaves the configuration while a payment is begun', async () => {
    let asked = 0
    const { call } = await openStand(({ shopfront }) => {
      const gone = { name: 'gone', merchant: 'main', scenes: ['native'] }
      const methods = () => {
        asked += 1
        return asked === 1 ? [...shopfront.methods(), gone] : shopfront.methods()
      }
      return { shopfront: { ...shopfront, methods } }
    })
    const pay = () => call('POST', '/v1/payments', { body: newPayment('T-1', { method: 'gone' }) })
    const [late, missing] = [await pay(), await pay()]
    expect(asked).toBe(3)
    expect([late.status, bytes(late)]).toEqual([404, bytes(missing)])
  })
})

/** One call of one merchant, with numbers that both of them use. */
interface Try {
  readonly as: MerchantName
  readonly verb: keyof typeof VERBS
  readonly number: number
  /** With the other one's ids, cursors, method and account. */
  readonly foreign: boolean
}

interface Chances {
  readonly number: number
  readonly method: string
  readonly account: string
  /** Stands in texts of the caller alone. */
  readonly mark: string
  /** Of the kind, something that was answered before; otherwise what is not there. */
  readonly id: (kind: string) => string
  readonly cursor: string
}

type Ask = readonly [method: string, path: string, body?: object]

const VERBS = {
  pay: ({ number, method, mark }) => ['POST', '/v1/payments', newPayment(`T-${number}`, { method, subject: mark, attach: mark })],
  refund: ({ number, id, mark }) => {
    const body = { refundNo: `R-${number}`, amount: { amount: number, currency: 'CNY' }, reason: mark }
    return ['POST', `/v1/payments/${id('ord_')}/refunds`, body]
  },
  close: ({ id }) => ['POST', `/v1/payments/${id('ord_')}/close`],
  payment: ({ id }) => ['GET', `/v1/payments/${id('ord_')}`],
  oneRefund: ({ id }) => ['GET', `/v1/refunds/${id('rfd_')}`],
  list: ({ number, account }) => ['GET', `/v1/payments?limit=${number}&account=${account}`],
  refunds: ({ id }) => ['GET', `/v1/refunds?payment=${id('ord_')}`],
  next: ({ cursor }) => ['GET', `/v1/payments?limit=1&cursor=${cursor}`],
  pages: () => ['GET', '/v1/payments?limit=1'],
  searchPayments: ({ number }) => ['GET', `/v1/payments?text=T-${number}`],
  searchRefunds: ({ number }) => ['GET', `/v1/refunds?text=R-${number}`],
  events: ({ number }) => ['GET', `/v1/events?limit=${number}`],
  hook: ({ mark }) => ['POST', '/v1/webhook-endpoints', { url: `https://shop.example/${mark}` }],
  hooks: () => ['GET', '/v1/webhook-endpoints'],
  oneHook: ({ id }) => ['GET', `/v1/webhook-endpoints/${id('whe_')}`],
  reconcile: ({ account }) => ['POST', '/v1/reconciliations', { account, day: '2026-11-26' }],
  days: ({ account }) => ['GET', `/v1/reconciliations?account=${account}`],
} as const satisfies Readonly<Record<string, (chances: Chances) => Ask>>

const anyTry: fc.Arbitrary<Try> = fc.record({
  as: fc.constantFrom('main', 'other'),
  verb: fc.constantFrom(...(Object.keys(VERBS) as (keyof typeof VERBS)[])), // its own names
  number: fc.integer({ min: 1, max: 3 }),
  foreign: fc.boolean(),
})

const turned = (name: MerchantName): MerchantName => (name === 'main' ? 'other' : 'main')
const markOf = (name: MerchantName) => `mark-of-${name}`

/** What each of them was answered: ids, and cursors of `pages`. */
type Known = Readonly<Record<MerchantName, { readonly ids: string[]; readonly cursors: string[] }>>

function chancesOf(known: Known, { as, number, foreign }: Try): Chances {
  const whose = foreign ? turned(as) : as
  const { method, account } = MERCHANTS[whose]
  const id = (kind: string) => known[whose].ids.filter((one) => one.startsWith(kind)).at(-number) ?? `${kind}0`
  return { number, method, account, mark: markOf(as), id, cursor: known[whose].cursors.at(-number) ?? 'none' }
}

const IDS = /\b(?:ord|rfd|evt|whe|dif)_[0-9a-zA-Z]{16,}\b/g

/** Tries, and sees that nothing of the other one is in the answer. */
async function tryOne(stand: Stand, known: Known, one: Try): Promise<Answered> {
  const [method, path, body] = VERBS[one.verb](chancesOf(known, one)) as Ask // the union of what they ask
  const answer = await stand.call(method, path, { as: one.as, ...bodyOf(body) })
  const [own, theirs] = [known[one.as], turned(one.as)]
  const { text, status, json } = answer
  expect(status, text).toBeLessThan(500)
  expect(text).not.toContain(markOf(theirs))
  expect(text).not.toContain(`"${MERCHANTS[theirs].account}"`)
  expect(text).not.toContain(`"merchant":"${theirs}"`)
  for (const [id] of text.matchAll(IDS)) {
    expect(known[theirs].ids, `${JSON.stringify(one)} ${text}`).not.toContain(id)
    own.ids.push(id)
  }
  if (one.verb === 'pages' && json.next) own.cursors.push(json.next)
  if (one.verb === 'next' && one.foreign) expect(status).toBe(400)
  return answer
}

/** Each of them has a payment that was paid, one that was not, a refund, a webhook endpoint and a cursor. */
async function bothBegin(stand: Stand, known: Known): Promise<void> {
  for (const as of ['main', 'other'] as const) {
    const own = { as, number: 1, foreign: false }
    await stand.pays(await tryOne(stand, known, { ...own, verb: 'pay' }))
    for (const verb of ['refund', 'hook', 'events'] as const) await tryOne(stand, known, { ...own, verb })
    await tryOne(stand, known, { ...own, number: 2, verb: 'pay' })
    await tryOne(stand, known, { ...own, verb: 'pages' })
  }
}

describe('two merchants, whatever they call', () => {
  it('never find anything of each other in an answer', async () => {
    const tries = fc.array(anyTry, { minLength: 10, maxLength: 40 })
    const check = fc.asyncProperty(tries, async (all) => {
      const stand = await openStand()
      const known: Known = { main: { ids: [], cursors: [] }, other: { ids: [], cursors: [] } }
      await bothBegin(stand, known)
      for (const one of all) await tryOne(stand, known, one)
      await stand.ledger.close()
    })
    await fc.assert(check, { numRuns: 30 })
  })
})

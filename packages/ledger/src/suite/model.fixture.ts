import { readOrder, type Work, write } from '@tpkit/cashier'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { attempt, type EngineUnderTest, entry, event, findings, opened, order, refund, T0 } from './books.fixture.ts'
import { MemoryBooks } from './memory.fixture.ts'

/** What a work of the model does, to the order of a small number. */
type Deed =
  | { readonly deed: 'open' | 'pay' | 'note' | 'change mind'; readonly of: number }
  | { readonly deed: 'refund'; readonly of: number; readonly amount: bigint }
  | { readonly deed: 'take number'; readonly of: number; readonly from: number }
  | { readonly deed: 'watch'; readonly of: number; readonly at: number }

const of = fc.nat({ max: 2 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ deed: fc.constantFrom('open', 'open', 'pay', 'note', 'change mind'), of }),
  fc.record({ deed: fc.constant('refund'), of, amount: fc.bigInt({ min: 1n, max: 1500n }) }),
  fc.record({ deed: fc.constant('take number'), of, from: of }),
  fc.record({ deed: fc.constant('watch'), of, at: fc.integer({ min: T0, max: T0 + 9 }) }),
)
/** Deeds of some turns. */
const turns = fc.array(fc.array(deed, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 })

export function model({ open }: EngineUnderTest): void {
  describe('whatever works are run, turn after turn', () => {
    test('answers, rows, journals, events and due work are those of books in memory', async () => {
      await fc.assert(
        fc.asyncProperty(turns, async (all) => {
          const { ledger } = await open()
          try {
            await expectSameDeeds(ledger, all)
          } finally {
            await ledger.close()
          }
        }),
        { numRuns: 15 },
      )
    }, 120_000)
  })
}

async function expectSameDeeds(ledger: Ledger, all: readonly (readonly Deed[])[]): Promise<void> {
  const memory = new MemoryBooks()
  let number = 0
  for (const turn of all) {
    const works = turn.map((one) => {
      number += 1
      return workOf(one, `${number}`)
    })
    const expected = memory.run(works)
    const found = await Promise.allSettled(works.map((work) => ledger.transact(work)))
    expect(found.map(outcomeOf)).toEqual(expected.map(outcomeOf))
  }
  await expectSame(ledger, memory)
}

function outcomeOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'fulfilled' ? result.value : (result.reason.code ?? result.reason.message)
}

async function expectSame(ledger: Ledger, memory: MemoryBooks): Promise<void> {
  for (const held of memory.held()) {
    const { id } = held.order
    expect(await ledger.read.order({ id })).toEqual(held)
    expect((await ledger.read.journal(id)).map(({ kind }) => kind)).toEqual(memory.journal(id))
  }
  expect((await ledger.read.orders({ limit: 200 })).rows).toHaveLength(memory.held().length)
  expect((await ledger.read.events(undefined, undefined, 200)).rows.map(({ id }) => id)).toEqual(memory.events())
  expect((await ledger.claim.orders({ now: T0 + 5, until: T0 + 6, limit: 100 })).toSorted()).toEqual(memory.due(T0 + 5))
  expect(await findings(ledger)).toEqual([])
}

function workOf(one: Deed, number: string): () => Work<unknown> {
  const id = `T-${one.of}`
  switch (one.deed) {
    case 'open':
      return () => openOnce(id)
    case 'pay':
      return () => pay(id, number)
    case 'note':
      return () => write([entry(id, 'noted')])
    case 'change mind':
      return () => changeMind(id)
    case 'refund':
      return () => refundSome(id, number, one.amount)
    case 'take number':
      return () => write([{ put: 'attempt', row: attempt(number, id, { outTradeNo: `T-${one.from}` }) }])
    case 'watch':
      return () => watch(id, one.at)
  }
}

function* openOnce(id: string): Work<string> {
  if (yield* readOrder({ id: `ord_${id}` })) return 'stands'
  yield* write(opened(id))
  return 'opened'
}

function* pay(id: string, number: string): Work<string> {
  const held = yield* readOrder({ id: `ord_${id}` })
  const [first] = held?.attempts ?? []
  if (!held || !first || held.order.status === 'paid') return 'not open'
  yield* write([
    { put: 'attempt', row: { ...first, status: 'paid', paidAt: T0 } },
    { put: 'order', row: { ...held.order, status: 'paid', paidAttemptId: first.id } },
    entry(id, 'attempt.paid'),
    { add: 'event', row: event(number, { orderId: held.order.id }) },
  ])
  return 'paid'
}

/** Writes, and fails then. */
function* changeMind(id: string): Work<void> {
  yield* write([{ put: 'order', row: order(id, { status: 'closed' }) }, entry(id, 'order.closed')])
  yield* write([{ add: 'event', row: event(`mind-${id}`) }])
  throw new Error('changed its mind')
}

function* refundSome(id: string, number: string, amount: bigint): Work<string> {
  const held = yield* readOrder({ id: `ord_${id}` })
  const [first] = held?.attempts ?? []
  if (!held || !first) return 'no order'
  const gone = held.refunds.reduce((sum, row) => sum + row.amount.amount, 0n)
  if (gone + amount > first.total.amount) return 'over the limit'
  const row = refund(number, id, { attemptId: first.id, amount: { amount, currency: 'CNY' }, nextCheckAt: T0 + 3 })
  yield* write([{ put: 'refund', row }, entry(id, 'refund.asked')])
  return 'refunded'
}

function* watch(id: string, at: number): Work<void> {
  const held = yield* readOrder({ id: `ord_${id}` })
  if (held) yield* write([{ put: 'order', row: { ...held.order, nextCheckAt: at } }])
}

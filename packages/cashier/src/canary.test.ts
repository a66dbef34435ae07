import { describe, expect, test } from 'vitest'
import { SECRETS } from './qq-accounts.fixture.ts'
import { lostAfter, openShop } from './shop.fixture.ts'

describe('money rule 12: secrets print as [secret], and logs take typed events', () => {
  test('money rule 12: after payments, refunds and faults no key or password stands in a log, a journal, an event or an answer', async () => {
    const shop = await openShop()
    const answers: unknown[] = [await shop.sold('T-1')]
    shop.line.mishap = lostAfter
    answers.push(await shop.pay('T-2'))
    shop.line.mishap = () => {
      throw new Error(`boom ${JSON.stringify(shop.accounts.get('qq-1'))}`)
    }
    answers.push(await shop.pay('T-3'))
    shop.line.mishap = ({ reach }) => reach()
    answers.push(await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: { amount: 10n, currency: 'CNY' } }))
    answers.push(
      await shop.till.settle('qq-1', { headers: new Map(), query: '', body: Buffer.from('<xml><sign>x</sign></xml>') }),
    )
    await shop.untilCalm()
    const journals = await Promise.all(
      ['T-1', 'T-2', 'T-3'].map(async (orderNo) => {
        const held = await shop.books.read.order({ merchant: 'main', orderNo })
        return [held, held && (await shop.books.read.journal(held.order.id))]
      }),
    )
    const events = await shop.books.read.events(undefined, undefined, 200)
    const everything = JSON.stringify([shop.log, answers, journals, events], (_, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    )
    expect(everything).toContain('T-3')
    for (const secret of SECRETS) expect(everything).not.toContain(secret)
  })

  test('money rule 12: a secret that is printed by mistake says [secret]', async () => {
    const { Secret } = await import('@tpkit/core')
    const secret = new Secret('test-canary-0123456789')
    const { inspect } = await import('node:util')
    for (const text of [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }, { showHidden: true }),
    ])
      expect(text).not.toContain('test-canary')
  })
})

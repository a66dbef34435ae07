import { describe, expect, test } from 'vitest'
import { amountAndVelocity } from '../risk/rules.ts'
import { lostBefore, MINUTE, openShop, promptText, unreachable } from '../shop.fixture.ts'

const LI = { who: 'Li', why: 'seen on the wallet’s own page' }

describe("an operator's decision", () => {
  test('lets an order be paid that the risk rules held back', async () => {
    const shop = await openShop({ risk: amountAndVelocity({ reviewFrom: { amount: 1000n, currency: 'CNY' } }) })
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused', value: { status: 'review' } })
    expect(shop.line.calls).toEqual([])
    expect(await shop.till.decide({ ...LI, about: 'order', order: { orderNo: 'T-1' }, verdict: 'allow' })).toMatchObject({
      kind: 'done',
      value: { status: 'open' },
    })
    await shop.sold('T-1')
    expect(await shop.books.read.audit(10)).toMatchObject([{ who: 'Li', what: 'order.decided' }])
    expect(await shop.events()).toEqual(['order.review', 'payment.succeeded'])
  })

  test('or ends it', async () => {
    const shop = await openShop({ risk: { spans: [], judge: () => ({ kind: 'review', reason: 'new customer' }) } })
    await shop.pay('T-1')
    await shop.till.decide({ ...LI, about: 'order', order: { orderNo: 'T-1' }, verdict: 'deny' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
  })

  test('ends an attempt that no wallet answers for, as paid or as closed', async () => {
    const shop = await openShop()
    shop.line.mishap = lostBefore
    for (const orderNo of ['T-1', 'T-2']) await shop.pay(orderNo)
    const about = { ...LI, about: 'attempt', account: 'qq-1' } as const
    await shop.till.decide({ ...about, outTradeNo: 'T-1', verdict: { paid: { transactionId: 'W-1' } } })
    await shop.till.decide({ ...about, outTradeNo: 'T-2', verdict: 'closed' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid', transactionId: 'W-1' })
    expect(await shop.order('T-2')).toMatchObject({ attempts: [{ status: 'closed', unknown: false }] })
    expect(await shop.journal('T-1')).toContain('attempt.decided')
  })

  test('ends a refund that no wallet answers for', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    shop.line.mishap = lostBefore
    await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: { amount: 10n, currency: 'CNY' } })
    await shop.till.decide({ ...LI, about: 'refund', account: 'qq-1', outRefundNo: 'R-1', verdict: 'failed' })
    expect(await shop.order('T-1')).toMatchObject({ refunds: [{ status: 'failed', unknown: false }] })
  })

  test('sends money of a second payment back under a new number, where the wallet gave the first one up', async () => {
    const shop = await openShop({ policy: { switch: 'overlap' } })
    const first = promptText(await shop.prompted('T-1'))
    shop.switchTo('qq-2')
    const second = promptText(await shop.prompted('T-1'))
    for (const prompt of [first, second]) await shop.act('T-1', 'pay', prompt)
    await shop.notifies()
    shop.line.mishap = ({ verb, reach }) => (verb === 'qpay_refund' ? unreachable() : reach())
    await shop.till.followUp()
    shop.line.mishap = ({ reach }) => reach()
    const [given] = (await shop.order('T-1')).refunds
    const about = { ...LI, about: 'refund', account: 'qq-2', outRefundNo: given?.outRefundNo ?? '', verdict: 'again' } as const
    expect(await shop.till.decide(about)).toMatchObject({ kind: 'done' })
    // The money is on its way back once, whatever is decided again.
    expect(await shop.till.decide(about)).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
    await shop.untilCalm()
    const { refunds } = await shop.order('T-1')
    expect(refunds.map(({ kind, status }) => [kind, status])).toEqual([
      ['duplicate', 'failed'],
      ['duplicate', 'refunded'],
    ])
  })

  test('never touches what is settled', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    const before = await shop.order('T-1')
    const about = { ...LI, about: 'attempt', account: 'qq-1', outTradeNo: 'T-1' } as const
    expect(await shop.till.decide({ ...about, verdict: 'closed' })).toMatchObject({
      kind: 'refused',
      failure: { code: 'CONFLICT' },
    })
    expect(await shop.till.decide({ ...LI, about: 'order', order: { orderNo: 'T-1' }, verdict: 'deny' })).toMatchObject({
      kind: 'refused',
    })
    expect(await shop.till.decide({ ...LI, about: 'difference', id: 'dif_none' })).toMatchObject({
      failure: { code: 'NOT_FOUND' },
    })
    expect(await shop.order('T-1')).toEqual(before)
  })

  test('without who or why is none', async () => {
    const shop = await openShop()
    await expect(shop.till.decide({ who: '', why: 'x', about: 'difference', id: 'dif_1' })).rejects.toThrow('who')
  })

  test('money for what an operator closed goes back', async () => {
    const shop = await openShop({ policy: { late: 'keep' } })
    await shop.prompted('T-1')
    const prompt = (await shop.order('T-1')).prompt
    await shop.till.decide({ ...LI, about: 'attempt', account: 'qq-1', outTradeNo: 'T-1', verdict: 'closed' })
    await shop.till.close({ orderNo: 'T-1' })
    await shop.act('T-1', 'pay', prompt?.kind === 'qr' ? prompt.text : '')
    await shop.notifies()
    await shop.untilCalm(10 * MINUTE)
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed', refunds: [{ kind: 'late', status: 'refunded' }] })
  })
})

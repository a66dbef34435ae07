import { describe, expect, test } from 'vitest'
import type { RefundEnding } from '../wallet.ts'
import { abnormalRefund, ask, DAY, NOW, OURS, only, opened, refund, SECOND, textIn } from './asking.fixture.ts'
import { paidWith } from './faults.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

const ACKNOWLEDGED = { status: 200, body: '' }
const REFUND_URL = 'http://127.0.0.1:9/refunds'

describe('the notify of a refund', () => {
  /** A wallet whose payment was acknowledged, and that was asked for a refund; with its number. */
  function refunding(): { readonly wallet: WeChatWallet; readonly id: string } {
    const wallet = paidWith()
    wallet.delivered(only(wallet.due(NOW)).id, ACKNOWLEDGED, NOW)
    return { wallet, id: textIn(ask(wallet, refund({ notify_url: REFUND_URL })), 'refund_id') }
  }
  const settle = (wallet: WeChatWallet, ending: RefundEnding, now = NOW): void =>
    wallet.settleRefund({ mchId: OURS.mchId, outRefundNo: 'R-1' }, ending, now)

  test('comes when it has ended, to its own address', () => {
    const { wallet, id } = refunding()
    expect(wallet.due(NOW + 2 * SECOND - 1)).toEqual([])
    const delivery = only(wallet.due(NOW + 2 * SECOND))
    expect(delivery.url).toBe(REFUND_URL)
    const { envelope, content } = opened(delivery)
    expect(envelope).toMatchObject({ event_type: 'REFUND.SUCCESS', create_time: '2026-01-05T12:00:02+08:00' })
    expect(envelope.resource).toMatchObject({ original_type: 'refund', associated_data: 'refund' })
    expect(content).toMatchObject({
      mchid: OURS.mchId,
      out_trade_no: 'T-10001',
      refund_id: id,
      out_refund_no: 'R-1',
      refund_status: 'SUCCESS',
      success_time: '2026-01-05T12:00:02+08:00',
      amount: { total: 1990, refund: 500, payer_total: 1990, payer_refund: 500 },
    })
    expect(content).not.toHaveProperty('status')
  })

  test.each([
    ['refunded', 'SUCCESS'],
    ['failed', 'CLOSED'],
    ['changed', 'CLOSED'],
    ['unsure', 'ABNORMAL'],
  ] as const)('%s: REFUND.%s', (ending, status) => {
    const { wallet } = refunding()
    settle(wallet, ending)
    const { envelope, content } = opened(only(wallet.due(NOW)))
    expect([envelope.event_type, content.refund_status]).toEqual([`REFUND.${status}`, status])
    expect('success_time' in content).toBe(ending === 'refunded')
  })

  test('is not sent where no address was given', () => {
    const wallet = paidWith()
    wallet.delivered(only(wallet.due(NOW)).id, ACKNOWLEDGED, NOW)
    ask(wallet, refund())
    expect(wallet.due(NOW + DAY)).toEqual([])
  })

  test('of an abnormal one is followed by that of its end, under an id of its own', () => {
    const { wallet, id } = refunding()
    settle(wallet, 'unsure')
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, ACKNOWLEDGED, NOW)
    ask(wallet, abnormalRefund(id))
    const second = opened(only(wallet.due(NOW + 2 * SECOND)))
    expect(second.content).toMatchObject({ refund_status: 'SUCCESS' })
    expect(second.envelope.id).not.toBe(opened(first).envelope.id)
  })

  test('says of its own end, also when it comes again while the refund is under way once more', () => {
    const { wallet, id } = refunding()
    settle(wallet, 'unsure')
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, { status: 500, body: '' }, NOW)
    ask(wallet, abnormalRefund(id), { now: NOW + 14 * SECOND })
    const again = opened(only(wallet.due(NOW + 15 * SECOND)))
    expect(again.content).toEqual(opened(first).content)
    expect(again.envelope).toMatchObject({ event_type: 'REFUND.ABNORMAL', create_time: '2026-01-05T12:00:00+08:00' })
  })
})

import type { BookedOrder, Outcome, RefundFact } from '@tpkit/core'
import { answered, oneChunk } from '../../../packages/cashier/src/qq-accounts.fixture.ts'
import type { LineWorld } from '../world/line.ts'
import type { Stand } from '../world/stand.ts'

const MINUTE = 60_000

/**
 * 退款异常: such a refund stands still at the wallet until somebody says where its money goes. The operator does so after a while,
 * with tools of their own: no fault of the line and no crash of ours keeps them from it.
 */
export function operator(around: Pick<LineWorld, 'timeline' | 'streams' | 'trace'>): LineWorld['standsStill'] {
  const { timeline, streams, trace } = around
  return (stand, { mchId, outRefundNo }) => {
    const inMs = streams('operator').whole(1, 15) * MINUTE
    try {
      stand.wallet.settleRefund({ mchId, outRefundNo }, 'unsure', timeline.now)
    } catch {
      // Refused by the wallet, or over already.
      return
    }
    trace.note('wallet', `${outRefundNo} stands still`)
    timeline.after(inMs, () => void decides(around, stand, { mchId, outRefundNo }))
  }
}

async function decides(
  around: Pick<LineWorld, 'timeline' | 'streams' | 'trace'>,
  stand: Stand,
  refund: { readonly mchId: string; readonly outRefundNo: string },
): Promise<void> {
  const { timeline, trace } = around
  // What throws was never sent: keys that could not be asked for while the wallet's clock is off.
  const outcome = await told(around, stand, refund).catch(() => ({ kind: 'refused' }) as const)
  trace.note('operator', `${refund.outRefundNo} goes to the merchant's card: ${outcome.kind}`)
  if (outcome.kind !== 'done') timeline.after(MINUTE, () => void decides(around, stand, refund))
}

function told(
  { timeline, streams }: Pick<LineWorld, 'timeline' | 'streams'>,
  stand: Stand,
  { mchId, outRefundNo }: { readonly mchId: string; readonly outRefundNo: string },
): Promise<Outcome<RefundFact>> {
  const order = stand.wallet.books(timeline.now).find((one) => one.mchId === mchId && refundIn(one, outRefundNo))
  const refund = order && refundIn(order, outRefundNo)
  if (!order || !refund) throw new Error(`expected the refund ${outRefundNo} at the wallet`)
  const account = stand.account(stand.accountOf(order), {
    clock: { nowMs: () => timeline.now },
    random: streams('nonces of the operator'),
    log: { write: () => undefined },
    keyRing: { read: async () => [], write: async () => undefined },
    connection: clearLine(stand, stand.accountOf(order), timeline),
  })
  return account.refund({
    ...{ outTradeNo: order.outTradeNo, total: { amount: order.total, currency: 'CNY' } },
    ...{ outRefundNo, amount: { amount: refund.amount, currency: 'CNY' } },
    extra: { wechatpay: { abnormal: { refundId: refund.refundId, type: 'MERCHANT_BANK_CARD' } } },
  })
}

function refundIn({ refunds }: BookedOrder, outRefundNo: string) {
  return refunds.find((one) => one.outRefundNo === outRefundNo)
}

function clearLine({ wallet, arriving }: Stand, name: string, timeline: LineWorld['timeline']) {
  const send: Parameters<Stand['account']>[1]['connection']['send'] = async (request) => {
    const answer = wallet.handle(arriving(name, request), timeline.now)
    return answer ? answered(answer) : Promise.reject(new Error('expected an answer of the wallet'))
  }
  return {
    send,
    download: async (...call: Parameters<typeof send>) => {
      const { body, ...rest } = await send(...call)
      return { ...rest, body: oneChunk(body) }
    },
    close: async () => undefined,
  }
}

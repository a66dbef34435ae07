import type { FaultRule } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  app,
  bill,
  cancel,
  close,
  codepay,
  create,
  DAY,
  MERCHANT,
  MERCHANTS,
  MINUTE,
  NOW,
  OURS,
  orderString,
  PLAIN_KEY,
  page,
  precreate,
  query,
  ROOTS,
  refund,
  STRANGER,
  sent,
} from '../alipay/asking.fixture.ts'
import { ALIPAY_FAULTS } from '../alipay/faults.ts'
import type { AlipayMerchant } from '../alipay/merchant.ts'
import { type RecordedWallet, recordedAlipayWallet } from './record.ts'
import { replayCase } from './replay.ts'

type Recorded = RecordedWallet<AlipayMerchant>

function newRecorded(faults: readonly FaultRule[] = []): Recorded {
  return recordedAlipayWallet({
    merchants: [{ ...MERCHANT, refundableFunds: 1_000_000n }, ...MERCHANTS.slice(1)],
    walletKeys: [PLAIN_KEY],
    rootCertificates: ROOTS,
    strangerKey: STRANGER,
    seed: 'a case',
    faults,
  })
}

const ACKNOWLEDGED = { status: 200, body: 'success' }
const TOTALS = ['19.90', '953.06', '953.09']

/** Something happens; what is impossible throws, and that belongs to the case, too. */
function happen(wallet: Recorded, kind: string, number: number, now: number): void {
  const out_trade_no = `T_${number}`
  const goods = { out_trade_no, total_amount: TOTALS[number] }
  const order = { mchId: OURS.mchId, outTradeNo: out_trade_no }
  const shown = wallet.bills(now).find(({ outTradeNo }) => outTradeNo === out_trade_no)
  const doings: Readonly<Record<string, () => unknown>> = {
    precreate: () => sent(wallet, precreate(goods), { now }),
    create: () => sent(wallet, create(goods), { now }),
    page: () => sent(wallet, page(goods), { now, http: 'GET', place: 'query' }),
    app: () => wallet.act(orderString(app(goods), { now }), 'pay', now),
    codepay: () => sent(wallet, codepay(wallet.paymentCode(now), goods), { now }),
    query: () => sent(wallet, query({ out_trade_no }), { now }),
    refund: () => sent(wallet, refund({ out_trade_no, out_request_no: `R_${number}`, refund_amount: '0.10' }), { now }),
    close: () => sent(wallet, close({ out_trade_no }), { now }),
    cancel: () => sent(wallet, cancel({ out_trade_no }), { now }),
    bill: () => sent(wallet, bill({ bill_type: 'trade', bill_date: '2026-01-05' }), { now: now + DAY }),
    garbage: () => sent(wallet, query(), { now, signs: () => `${number}` }),
    pay: () => wallet.act(shown?.promptText ?? 'nothing', 'pay', now),
    cancelled: () => wallet.act(shown?.promptText ?? 'nothing', 'cancel', now),
    due: () => {
      for (const [index, { id }] of wallet.due(now).entries())
        wallet.delivered(id, index === number ? undefined : ACKNOWLEDGED, now)
    },
    replay: () => wallet.replay(order, now, number === 0 ? undefined : 'notify-duplicate:3'),
    settle: () => wallet.settleRefund({ mchId: order.mchId, outRefundNo: `R_${number}` }, 'failed', now),
    enrol: () => wallet.enrol({ ...MERCHANT, appId: `20219999${number}` }),
    ahead: () => wallet.ahead?.(number * MINUTE),
    disarm: () => wallet.faults.arm([]),
  }
  try {
    doings[kind]?.()
  } catch {
    // As for whoever holds the phone: a sentence, and life goes on.
  }
}

const KINDS = [
  ...['precreate', 'create', 'page', 'app', 'codepay', 'query', 'refund', 'close', 'cancel', 'bill', 'garbage', 'pay', 'pay'],
  ...['cancelled', 'due', 'due', 'replay', 'settle', 'enrol', 'ahead', 'disarm'],
]
const scenario = fc.array(
  fc.record({ kind: fc.constantFrom(...KINDS), number: fc.nat(2), waitMs: fc.constantFrom(0, 0, 1000, 15_000, 4 * MINUTE) }),
  { maxLength: 40 },
)
const faults: fc.Arbitrary<readonly FaultRule[]> = fc.array(
  fc.record({ fault: fc.constantFrom(...ALIPAY_FAULTS.map(({ name }) => name)), percent: fc.integer({ min: 1, max: 100 }) }),
  { maxLength: 4 },
)

describe("a case of Alipay's wallet", () => {
  test('that was saved and is replayed differs in nothing, whatever happened', () => {
    fc.assert(
      fc.property(faults, scenario, (rules, moves) => {
        const wallet = newRecorded(rules)
        let now = NOW
        for (const { kind, number, waitMs } of moves) {
          now += waitMs
          happen(wallet, kind, number, now)
        }
        expect(replayCase(wallet.save())).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('whose wallet has another key differs from the first signed answer on', () => {
    const wallet = newRecorded()
    sent(wallet, precreate())
    const swapped = wallet.save().replaceAll(JSON.stringify(PLAIN_KEY.privateKey), JSON.stringify(STRANGER))
    expect(replayCase(swapped)[0]).toMatch(/^step 1, handle at 2026-01-05T04:00:00\.000Z: gave\.body/)
  })

  test('says whose it is', () => expect(newRecorded().save()).toMatch(/"wallet": "alipay"/))
})

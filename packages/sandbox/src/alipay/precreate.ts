import type { Instant } from '@tpkit/core'
import type { Call, Reply } from './call.ts'
import { makeOffer } from './offers.ts'
import type { State } from './state.ts'

/** 统一收单线下交易预创建: a QR code, and no trade before somebody scans it. */
export function precreate(state: State, call: Call, now: Instant): Reply {
  const { outTradeNo, promptText } = makeOffer(state, call, 'native', now)
  return { fields: { out_trade_no: outTradeNo, qr_code: promptText } }
}

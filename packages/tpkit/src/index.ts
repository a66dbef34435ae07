export type {
  Absent,
  Fact,
  HttpAnswer,
  Notice,
  Outcome,
  PayCommand,
  Payment,
  PaymentFact,
  PayReply,
  Received,
  Refund,
  RefundFact,
  Routed,
} from '@tpkit/core'
export { applyPayment, applyRefund, bind, cny, formatMoney, isTPError, parseMoney, TPError } from '@tpkit/core'
export type { AccountHandle, Method, Tpkit } from '@tpkit/core/container'
export { receive, respond } from './http.ts'
export { type LoadOptions, loadTpkit } from './load.ts'

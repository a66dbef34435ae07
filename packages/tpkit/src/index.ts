export type {
  Absent,
  AttemptRef,
  Binding,
  Fact,
  Failure,
  FailureCode,
  HttpAnswer,
  Money,
  Notice,
  Outcome,
  PayCommand,
  Payment,
  PaymentFact,
  PayReply,
  Prompt,
  Received,
  Refund,
  RefundCommand,
  RefundFact,
  RefundRef,
  Routed,
  Scene,
  Verdict,
} from '@tpkit/core'
export { applyPayment, applyRefund, bind, cny, formatMoney, isTPError, parseMoney, TPError } from '@tpkit/core'
export type { AccountHandle, Method, Tpkit } from '@tpkit/core/container'
export { receive, respond } from './http.ts'
export { type LoadOptions, loadTpkit } from './load.ts'

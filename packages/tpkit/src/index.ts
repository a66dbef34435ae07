export type {
  Absent,
  AttemptRef,
  Binding,
  Fact,
  Failure,
  FailureCode,
  HttpAnswer,
  Manifest,
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
export {
  acknowledgementFor,
  applyPayment,
  applyRefund,
  bind,
  cny,
  formatMoney,
  isTPError,
  moneyFromJson,
  moneyToJson,
  parseMoney,
  showMoney,
  TPError,
} from '@tpkit/core'
export { ConfigError } from '@tpkit/core/config'
export type { AccountHandle, Method, Tpkit } from '@tpkit/core/container'
export { receive, receiveRequest, respond, responseOf } from './http.ts'
export { type LoadOptions, loadTpkit } from './load.ts'

export type {
  Ability,
  Absent,
  AttemptRef,
  Binding,
  Choice,
  Fact,
  Failure,
  FailureCode,
  HttpAnswer,
  Manifest,
  MethodPlan,
  Money,
  Notice,
  NotifyInspection,
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
  RouteRule,
  Scene,
  StatementQuery,
  StatementRow,
  Verdict,
} from '@tpkit/core'
export {
  acknowledgementFor,
  applyPayment,
  applyRefund,
  bind,
  checkStatement,
  cny,
  formatMoney,
  isTPError,
  moneyFromJson,
  moneyToJson,
  parseMoney,
  showMoney,
  TPError,
} from '@tpkit/core'
export { ConfigError, type Problem } from '@tpkit/core/config'
// All of it, so that `declare module 'tpkit'` reaches the interfaces in it: a declaration adds to what is exported by `*`.
export type * from '@tpkit/core/configured'
export type { AccountDescription, Description, Reloaded, ReloadOutcome, Tpkit } from '@tpkit/core/container'
export { receive, receiveRequest, respond, responseOf } from './http.ts'
export { type LoadOptions, loadTpkit } from './load.ts'
export type { Watch } from './watching.ts'

import type { Law } from './law.ts'
import { acknowledgeEndsTheRepeats } from './laws/acknowledge-ends-the-repeats.ts'
import { acknowledgeIsConstant } from './laws/acknowledge-is-constant.ts'
import { anotherKeyProvesNothing } from './laws/another-key-proves-nothing.ts'
import { answerToAnotherQuestion } from './laws/answer-to-another-question.ts'
import { callsDoNotMix } from './laws/calls-do-not-mix.ts'
import { callsOnlyWhatIsDeclared } from './laws/calls-only-what-is-declared.ts'
import { changedAnswerProvesNothing } from './laws/changed-answer-proves-nothing.ts'
import { closeEndsAnOpenOrder } from './laws/close-ends-an-open-order.ts'
import { closeSparesAPaidOrder } from './laws/close-spares-a-paid-order.ts'
import { effectsTellTheTruth } from './laws/effects-tell-the-truth.ts'
import { foreignAnswerDoesNotBind } from './laws/foreign-answer-does-not-bind.ts'
import { foreignNotifyDoesNotBind } from './laws/foreign-notify-does-not-bind.ts'
import { forgedNotifyIsRefused } from './laws/forged-notify-is-refused.ts'
import { genuineNotifyMovesTheOrder } from './laws/genuine-notify-moves-the-order.ts'
import { limitsBeforeSending } from './laws/limits-before-sending.ts'
import { lostAnswerIsUnknown } from './laws/lost-answer-is-unknown.ts'
import { lostRefundRepeatsOnce } from './laws/lost-refund-repeats-once.ts'
import { manifestIsPlainAndComplete } from './laws/manifest-is-plain-and-complete.ts'
import { moneyIsExact } from './laws/money-is-exact.ts'
import { neverLeftIsRefused } from './laws/never-left-is-refused.ts'
import { oddTextKeepsTheSignature } from './laws/odd-text-keeps-the-signature.ts'
import { oldPaymentIsNotAbsent } from './laws/old-payment-is-not-absent.ts'
import { oneNumberOneOrder } from './laws/one-number-one-order.ts'
import { paidFactIsComplete } from './laws/paid-fact-is-complete.ts'
import { partialRefundKeepsThePayment } from './laws/partial-refund-keeps-the-payment.ts'
import { queryTellsTheBooks } from './laws/query-tells-the-books.ts'
import { refundTellsHowFar } from './laws/refund-tells-how-far.ts'
import { refundsStayWithinThePayment } from './laws/refunds-stay-within-the-payment.ts'
import { refusedAfterUnknownIsUnknown } from './laws/refused-after-unknown-is-unknown.ts'
import { repeatedRefundRefundsOnce } from './laws/repeated-refund-refunds-once.ts'
import { sameInputSameBytes } from './laws/same-input-same-bytes.ts'
import { secretsStayInside } from './laws/secrets-stay-inside.ts'
import { textArrivesUnchanged } from './laws/text-arrives-unchanged.ts'
import { unclearAnswerIsUnknown } from './laws/unclear-answer-is-unknown.ts'
import { unclearReadThrows } from './laws/unclear-read-throws.ts'
import { unknownNumberIsAbsent } from './laws/unknown-number-is-absent.ts'

/** What holds for every provider: one law per file, in the order in which they are best repaired. */
export const laws: readonly Law[] = [
  limitsBeforeSending,
  neverLeftIsRefused,
  lostAnswerIsUnknown,
  unclearAnswerIsUnknown,
  refusedAfterUnknownIsUnknown,
  unclearReadThrows,
  changedAnswerProvesNothing,
  answerToAnotherQuestion,
  anotherKeyProvesNothing,
  oneNumberOneOrder,
  queryTellsTheBooks,
  unknownNumberIsAbsent,
  oldPaymentIsNotAbsent,
  paidFactIsComplete,
  moneyIsExact,
  textArrivesUnchanged,
  oddTextKeepsTheSignature,
  callsDoNotMix,
  genuineNotifyMovesTheOrder,
  forgedNotifyIsRefused,
  foreignNotifyDoesNotBind,
  foreignAnswerDoesNotBind,
  acknowledgeIsConstant,
  acknowledgeEndsTheRepeats,
  repeatedRefundRefundsOnce,
  lostRefundRepeatsOnce,
  refundsStayWithinThePayment,
  refundTellsHowFar,
  partialRefundKeepsThePayment,
  closeEndsAnOpenOrder,
  closeSparesAPaidOrder,
  effectsTellTheTruth,
  callsOnlyWhatIsDeclared,
  sameInputSameBytes,
  manifestIsPlainAndComplete,
  secretsStayInside,
]

import type { Law } from './law.ts'
import { abortedWriteIsUnknown } from './laws/aborted-write-is-unknown.ts'
import { acknowledgeEndsTheRepeats } from './laws/acknowledge-ends-the-repeats.ts'
import { acknowledgeIsConstant } from './laws/acknowledge-is-constant.ts'
import { anotherKeyProvesNothing } from './laws/another-key-proves-nothing.ts'
import { answerToAnotherQuestion } from './laws/answer-to-another-question.ts'
import { callsDoNotMix } from './laws/calls-do-not-mix.ts'
import { callsOnlyWhatIsDeclared } from './laws/calls-only-what-is-declared.ts'
import { changedAnswerProvesNothing } from './laws/changed-answer-proves-nothing.ts'
import { closeEndsAnOpenOrder } from './laws/close-ends-an-open-order.ts'
import { closeSparesAPaidOrder } from './laws/close-spares-a-paid-order.ts'
import { commandsStayAsTheyWere } from './laws/commands-stay-as-they-were.ts'
import { counterRepeatChargesOnce } from './laws/counter-repeat-charges-once.ts'
import { counterReplyIsComplete } from './laws/counter-reply-is-complete.ts'
import { counterWaitsForThePayer } from './laws/counter-waits-for-the-payer.ts'
import { discountKeepsTheTotal } from './laws/discount-keeps-the-total.ts'
import { earlyAbsenceIsNotNever } from './laws/early-absence-is-not-never.ts'
import { editedStatementThrows } from './laws/edited-statement-throws.ts'
import { effectsTellTheTruth } from './laws/effects-tell-the-truth.ts'
import { emptyDayIsEmpty } from './laws/empty-day-is-empty.ts'
import { expiryIsHonoured } from './laws/expiry-is-honoured.ts'
import { failedRefundKeepsItsNumber } from './laws/failed-refund-keeps-its-number.ts'
import { failureSaysWhatToDo } from './laws/failure-says-what-to-do.ts'
import { foreignAnswerDoesNotBind } from './laws/foreign-answer-does-not-bind.ts'
import { foreignFaultsDoNotBind } from './laws/foreign-faults-do-not-bind.ts'
import { foreignNotifyDoesNotBind } from './laws/foreign-notify-does-not-bind.ts'
import { forgedNotifyIsRefused } from './laws/forged-notify-is-refused.ts'
import { fullLengthTextsArrive } from './laws/full-length-texts-arrive.ts'
import { genuineNotifyMovesTheOrder } from './laws/genuine-notify-moves-the-order.ts'
import { genuineRefundNotifyBinds } from './laws/genuine-refund-notify-binds.ts'
import { harmlessFaultsChangeNothing } from './laws/harmless-faults-change-nothing.ts'
import { headersDecideNothing } from './laws/headers-decide-nothing.ts'
import { lateNotifyKeepsThePayment } from './laws/late-notify-keeps-the-payment.ts'
import { limitsBeforeSending } from './laws/limits-before-sending.ts'
import { lostAnswerIsUnknown } from './laws/lost-answer-is-unknown.ts'
import { lostCounterPaymentIsReversed } from './laws/lost-counter-payment-is-reversed.ts'
import { lostPromptIsGivenAgain } from './laws/lost-prompt-is-given-again.ts'
import { lostRefundRepeatsOnce } from './laws/lost-refund-repeats-once.ts'
import { manifestIsPlainAndComplete } from './laws/manifest-is-plain-and-complete.ts'
import { moneyIsExact } from './laws/money-is-exact.ts'
import { neverLeftIsRefused } from './laws/never-left-is-refused.ts'
import { noSilentRepeat } from './laws/no-silent-repeat.ts'
import { noticesOfTwoPaymentsDiffer } from './laws/notices-of-two-payments-differ.ts'
import { numberWithOtherContent } from './laws/number-with-other-content.ts'
import { oddTextKeepsTheSignature } from './laws/odd-text-keeps-the-signature.ts'
import { oldPaymentIsNotAbsent } from './laws/old-payment-is-not-absent.ts'
import { oneNumberOneOrder } from './laws/one-number-one-order.ts'
import { openPromptIsNeverAbsent } from './laws/open-prompt-is-never-absent.ts'
import { otherAmountDoesNotBind } from './laws/other-amount-does-not-bind.ts'
import { otherCurrencyDoesNotBind } from './laws/other-currency-does-not-bind.ts'
import { ownClockDecidesNothing } from './laws/own-clock-decides-nothing.ts'
import { paidAtIsTheWalletsMoment } from './laws/paid-at-is-the-wallets-moment.ts'
import { paidFactIsComplete } from './laws/paid-fact-is-complete.ts'
import { partialRefundKeepsThePayment } from './laws/partial-refund-keeps-the-payment.ts'
import { paymentAfterALostCloseIsTold } from './laws/payment-after-a-lost-close-is-told.ts'
import { paymentCodeStaysInside } from './laws/payment-code-stays-inside.ts'
import { probeTellsRightKeysFromWrong } from './laws/probe-tells-right-keys-from-wrong.ts'
import { promptLivesAsLongAsItSays } from './laws/prompt-lives-as-long-as-it-says.ts'
import { queryTellsTheBooks } from './laws/query-tells-the-books.ts'
import { refundEndingsAreTold } from './laws/refund-endings-are-told.ts'
import { refundNumberWithOtherAmount } from './laws/refund-number-with-other-amount.ts'
import { refundOfUnpaidIsNotDone } from './laws/refund-of-unpaid-is-not-done.ts'
import { refundTellsHowFar } from './laws/refund-tells-how-far.ts'
import { refundsStayWithinThePayment } from './laws/refunds-stay-within-the-payment.ts'
import { refusedAfterUnknownIsUnknown } from './laws/refused-after-unknown-is-unknown.ts'
import { repeatedRefundRefundsOnce } from './laws/repeated-refund-refunds-once.ts'
import { reverseEndsAnOpenAttempt } from './laws/reverse-ends-an-open-attempt.ts'
import { reverseGivesBackOnce } from './laws/reverse-gives-back-once.ts'
import { reverseOfUnknownNumberIsNotDone } from './laws/reverse-of-unknown-number-is-not-done.ts'
import { sameInputSameBytes } from './laws/same-input-same-bytes.ts'
import { sameNumberAtOnceIsOneOrder } from './laws/same-number-at-once-is-one-order.ts'
import { sameRefundAtOnceRefundsOnce } from './laws/same-refund-at-once-refunds-once.ts'
import { secretsStayInside } from './laws/secrets-stay-inside.ts'
import { signedGapSkipsNoCheck } from './laws/signed-gap-skips-no-check.ts'
import { similarNumbersStayApart } from './laws/similar-numbers-stay-apart.ts'
import { sourceSaysWhereFrom } from './laws/source-says-where-from.ts'
import { spoiltNotifiesMoveNothing } from './laws/spoilt-notifies-move-nothing.ts'
import { statementDayIsCheckedFirst } from './laws/statement-day-is-checked-first.ts'
import { statementErrorIsNotAnEmptyDay } from './laws/statement-error-is-not-an-empty-day.ts'
import { statementNamesShiftNothing } from './laws/statement-names-shift-nothing.ts'
import { statementTellsTheBooks } from './laws/statement-tells-the-books.ts'
import { textArrivesUnchanged } from './laws/text-arrives-unchanged.ts'
import { textInjectsNoField } from './laws/text-injects-no-field.ts'
import { tooLargeAnswerProvesNothing } from './laws/too-large-answer-proves-nothing.ts'
import { unclearAnswerIsUnknown } from './laws/unclear-answer-is-unknown.ts'
import { unclearReadThrows } from './laws/unclear-read-throws.ts'
import { unknownFieldsSurvive } from './laws/unknown-fields-survive.ts'
import { unknownNumberIsAbsent } from './laws/unknown-number-is-absent.ts'
import { unknownStateIsNotPaid } from './laws/unknown-state-is-not-paid.ts'
import { unlistedCodeProvesNothing } from './laws/unlisted-code-proves-nothing.ts'
import { unpaidNotifyMovesNothing } from './laws/unpaid-notify-moves-nothing.ts'
import { unprovenFaultsStayUnknown } from './laws/unproven-faults-stay-unknown.ts'
import { unsignedRefusalOnlyFromTheTable } from './laws/unsigned-refusal-only-from-the-table.ts'
import { unsureRefundIsNotFailed } from './laws/unsure-refund-is-not-failed.ts'
import { wrongPaymentCodeIsNeverPaid } from './laws/wrong-payment-code-is-never-paid.ts'

/** What holds for every provider: one law per file, in the order in which they are best repaired. */
export const laws: readonly Law[] = [
  limitsBeforeSending,
  fullLengthTextsArrive,
  similarNumbersStayApart,
  commandsStayAsTheyWere,
  neverLeftIsRefused,
  lostAnswerIsUnknown,
  abortedWriteIsUnknown,
  unclearAnswerIsUnknown,
  tooLargeAnswerProvesNothing,
  refusedAfterUnknownIsUnknown,
  unclearReadThrows,
  noSilentRepeat,
  failureSaysWhatToDo,
  changedAnswerProvesNothing,
  unknownFieldsSurvive,
  signedGapSkipsNoCheck,
  otherAmountDoesNotBind,
  otherCurrencyDoesNotBind,
  answerToAnotherQuestion,
  anotherKeyProvesNothing,
  unsignedRefusalOnlyFromTheTable,
  unlistedCodeProvesNothing,
  oneNumberOneOrder,
  sameNumberAtOnceIsOneOrder,
  numberWithOtherContent,
  lostPromptIsGivenAgain,
  promptLivesAsLongAsItSays,
  expiryIsHonoured,
  textInjectsNoField,
  queryTellsTheBooks,
  unknownStateIsNotPaid,
  unknownNumberIsAbsent,
  earlyAbsenceIsNotNever,
  openPromptIsNeverAbsent,
  oldPaymentIsNotAbsent,
  ownClockDecidesNothing,
  paidFactIsComplete,
  paidAtIsTheWalletsMoment,
  discountKeepsTheTotal,
  sourceSaysWhereFrom,
  moneyIsExact,
  textArrivesUnchanged,
  oddTextKeepsTheSignature,
  callsDoNotMix,
  genuineNotifyMovesTheOrder,
  noticesOfTwoPaymentsDiffer,
  unpaidNotifyMovesNothing,
  headersDecideNothing,
  forgedNotifyIsRefused,
  foreignNotifyDoesNotBind,
  foreignAnswerDoesNotBind,
  lateNotifyKeepsThePayment,
  acknowledgeIsConstant,
  acknowledgeEndsTheRepeats,
  repeatedRefundRefundsOnce,
  sameRefundAtOnceRefundsOnce,
  lostRefundRepeatsOnce,
  refundNumberWithOtherAmount,
  refundsStayWithinThePayment,
  refundOfUnpaidIsNotDone,
  refundTellsHowFar,
  refundEndingsAreTold,
  genuineRefundNotifyBinds,
  unsureRefundIsNotFailed,
  failedRefundKeepsItsNumber,
  partialRefundKeepsThePayment,
  closeEndsAnOpenOrder,
  closeSparesAPaidOrder,
  paymentAfterALostCloseIsTold,
  counterWaitsForThePayer,
  counterReplyIsComplete,
  wrongPaymentCodeIsNeverPaid,
  counterRepeatChargesOnce,
  paymentCodeStaysInside,
  reverseEndsAnOpenAttempt,
  reverseGivesBackOnce,
  lostCounterPaymentIsReversed,
  reverseOfUnknownNumberIsNotDone,
  statementTellsTheBooks,
  statementNamesShiftNothing,
  editedStatementThrows,
  statementErrorIsNotAnEmptyDay,
  emptyDayIsEmpty,
  statementDayIsCheckedFirst,
  unprovenFaultsStayUnknown,
  foreignFaultsDoNotBind,
  harmlessFaultsChangeNothing,
  spoiltNotifiesMoveNothing,
  effectsTellTheTruth,
  callsOnlyWhatIsDeclared,
  sameInputSameBytes,
  manifestIsPlainAndComplete,
  probeTellsRightKeysFromWrong,
  secretsStayInside,
]

import type { Patch } from '../patch.ts'

/** A money rule without the line that keeps it. */
export interface RulePatch extends Patch {
  readonly rule: number
}

const CASHIER = 'packages/cashier/src'

export const RULES: readonly RulePatch[] = [
  {
    rule: 1,
    name: 'acknowledge-after-commit',
    about: 'a notify is accepted though nothing was committed',
    file: `${CASHIER}/settle/settle.ts`,
    find: "{ acknowledgement: 'later', what: 'unavailable' }",
    replace: "{ acknowledgement: 'accepted', what: 'moved' }",
  },
  {
    rule: 2,
    name: 'one-number-per-action',
    about: 'a refund that is repeated gets another number',
    file: `${CASHIER}/refund/send-refund.ts`,
    find: 'const { outTradeNo, outRefundNo, amount, reason } = refund\n',
    replace:
      "const { outTradeNo, amount, reason } = refund\n  const outRefundNo = [refund.outRefundNo, refund.sentAt ?? 0].join('-')\n",
  },
  {
    rule: 3,
    name: 'verify-what-was-received',
    about: 'every signature is taken for right',
    file: 'packages/provider-qqwallet/src/signature.ts',
    find: 'if (!verify(fields, keys)) {',
    replace: 'if (!verify(fields, keys) && keys.length === 0) {',
  },
  {
    rule: 4,
    name: 'nothing-absent-skips-a-check',
    about: 'a message without a signature passes',
    file: 'packages/provider-qqwallet/src/signature.ts',
    find: 'if (!fields.sign) return false',
    replace: 'if (!fields.sign) return true',
  },
  {
    rule: 5,
    name: 'genuine-and-ours',
    about: 'a genuine message is booked whoever it is about',
    file: `${CASHIER}/booking/payment.ts`,
    find: "return binding.kind === 'foreign' ? binding.message : undefined",
    replace: "return binding.kind === 'foreign' && binding.field === 'nothing' ? binding.message : undefined",
  },
  {
    rule: 6,
    name: 'never-backwards',
    about: 'a pending message makes a paid payment pending again',
    file: 'packages/core/src/domain/apply.ts',
    find: "paid: { pending: 'stale',",
    replace: "paid: { pending: 'moves',",
  },
  {
    rule: 7,
    name: 'limit-under-the-lock',
    about: 'nobody checks how much of a payment is left',
    file: `${CASHIER}/refund/refund.ts`,
    find: 'if (amount.currency === attempt.total.currency && amount.amount <= left) return undefined',
    replace: 'if (left >= 0n || left < 0n) return undefined',
  },
  {
    rule: 8,
    name: 'unknown-ends-by-the-wallet',
    about: 'a payment that was never confirmed is closed without being sent again',
    file: `${CASHIER}/follow/next-step.ts`,
    find: "return !isConfirmed && canPayAgain ? { do: 'pay-again' } : { do: 'end' }",
    replace: "return isConfirmed || canPayAgain ? { do: 'end' } : { do: 'end' }",
  },
  {
    rule: 9,
    name: 'no-proof-from-a-browser',
    about: 'a fact is proof wherever it comes from',
    file: `${CASHIER}/booking/source.ts`,
    find: 'if (PROOF.includes(source)) return undefined',
    replace: 'if (PROOF.length > 0) return undefined',
  },
  {
    rule: 10,
    name: 'added-not-edited',
    about: 'the journal can be changed',
    file: 'packages/ledger/src/sqlite/guards.ts',
    find: "before update on journal\n   begin select raise(abort, 'the journal is never changed'); end",
    replace: 'before update on journal\n   begin select 1; end',
  },
  {
    rule: 11,
    name: 'at-least-once',
    about: 'an event that the endpoint refused is taken for delivered',
    file: `${CASHIER}/delivery/outcome.ts`,
    find: "  if (tried.kind === 'delivered') {",
    replace: "  if (tried.kind !== 'gone') {",
  },
  {
    rule: 12,
    name: 'secrets-print-as-secret',
    about: 'a secret prints as itself',
    file: 'packages/core/src/secret.ts',
    find: 'toString(): string {\n    return SHOWN',
    replace: 'toString(): string {\n    return this.#text',
  },
  {
    rule: 13,
    name: 'no-personal-data-in-the-journal',
    about: 'rows keep the payer instead of a digest',
    file: `${CASHIER}/booking/payment.ts`,
    find: "return createHmac('sha256', key).update(payer).digest('hex')",
    replace: "return createHmac('sha256', key).digest('hex') && payer",
  },
]

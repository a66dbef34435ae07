import type { Outcome, PaymentFact } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { nextNumber } from './commands.fixture.ts'
import { onManifest, onTP, type Plant, reread } from './plant.fixture.ts'

/** Payments at the counter and their reversals. */
export const counterPlants: readonly Plant[] = [
  {
    mistake: 'takes a payer who is typing for one who has paid',
    law: 'counter-waits-for-the-payer',
    says: /a prompt to wait, and nothing paid yet/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) => {
            if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'wait') return outcome
            const { outTradeNo, total } = command
            const base = { kind: 'payment', outTradeNo, total, source: 'reply', raw: {} } as const
            const fact: PaymentFact = { ...base, status: 'paid', transactionId: '0', payee: tp.payee }
            return { kind: 'done', value: { ...outcome.value, fact } }
          }),
      })),
  },
  {
    mistake: 'says nothing of a payment that went through at once',
    law: 'counter-reply-is-complete',
    says: /a prompt or a fact/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) =>
            outcome.kind === 'done' && !outcome.value.prompt
              ? { kind: 'done', value: { outTradeNo: command.outTradeNo } }
              : outcome,
          ),
      })),
  },
  {
    mistake: 'waits for a payer whose code was wrong',
    law: 'wrong-payment-code-is-never-paid',
    says: /pay with a code that nobody showed not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) =>
            outcome.kind !== 'done' && outcome.failure.provider?.code === bench.inside.codes.wrongCode
              ? { kind: 'done', value: { outTradeNo: command.outTradeNo, prompt: { kind: 'wait' } } }
              : outcome,
          ),
      })),
  },
  {
    mistake: 'takes a new number for a payment at the counter after a timeout',
    law: 'counter-repeat-charges-once',
    also: ['changed-answer-proves-nothing'],
    says: /one order in the books/,
    plant: (bench) => {
      const { paymentCode } = bench.wallet
      return onTP(bench, (tp, { clock }) => {
        const ends = new Map<string, Outcome<unknown>['kind']>()
        return {
          pay: async (command, options) => {
            const { outTradeNo, scene } = command
            const again = scene === 'micropay' && ends.get(outTradeNo) === 'unknown'
            // The cashier asks the payer for the next code, and tries again.
            const authCode = paymentCode?.(clock.nowMs()) ?? ''
            const outcome = await tp.pay(again ? { ...command, outTradeNo: nextNumber(outTradeNo), authCode } : command, options)
            ends.set(outTradeNo, outcome.kind)
            return outcome
          },
        }
      })
    },
  },
  {
    mistake: 'records payment codes',
    law: 'payment-code-stays-inside',
    says: /no payment code in recordings, found that of payment 1/,
    plant: (bench) =>
      onManifest(bench, ({ sensitiveFields }) => ({ sensitiveFields: sensitiveFields.filter((name) => !/code/.test(name)) })),
  },
  {
    mistake: 'says of a reversed attempt that it is still open',
    law: 'reverse-ends-an-open-attempt',
    says: /status reversed, as the books say, found pending/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        reverse: (ref, options) =>
          reread(tp.reverse(ref, options), (outcome) =>
            outcome.kind === 'done' && ref.transactionId === undefined && ref.total.amount > 100n
              ? { kind: 'done', value: { ...outcome.value, status: 'pending' } }
              : outcome,
          ),
      })),
  },
  {
    mistake: 'does not reverse what is paid',
    law: 'reverse-gives-back-once',
    also: ['statement-tells-the-books'],
    says: /reverse of a paid attempt to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        reverse: async (ref, options) => {
          const failure = fail('CONFLICT', 'the attempt is paid: refund it')
          return ref.transactionId === undefined ? tp.reverse(ref, options) : { kind: 'refused', failure }
        },
      })),
  },
  {
    mistake: 'believes that nothing was charged where nothing was answered',
    law: 'lost-counter-payment-is-reversed',
    says: /nothing paid in the books/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const unanswered = new Set<string>()
        return {
          pay: (command, options) =>
            reread(tp.pay(command, options), (outcome) => {
              if (outcome.kind === 'unknown') unanswered.add(command.outTradeNo)
              return outcome
            }),
          reverse: async (ref, options) =>
            unanswered.has(ref.outTradeNo) ? { kind: 'done', value: reversed(ref.outTradeNo) } : tp.reverse(ref, options),
        }
      }),
  },
  {
    mistake: 'takes an attempt that the wallet does not know for reversed',
    law: 'reverse-of-unknown-number-is-not-done',
    says: /reverse of a number that was never sent not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        reverse: (ref, options) =>
          reread(tp.reverse(ref, options), (outcome) =>
            outcome.kind !== 'done' && outcome.failure.provider?.code === bench.inside.codes.absent
              ? { kind: 'done', value: reversed(ref.outTradeNo) }
              : outcome,
          ),
      })),
  },
]

function reversed(outTradeNo: string): PaymentFact {
  return { kind: 'payment', status: 'reversed', outTradeNo, source: 'reply', raw: {} }
}

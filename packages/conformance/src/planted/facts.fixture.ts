import type { Outcome, PayReply } from '@tpkit/core'
import { onProtocol, onTP, type Plant, reread } from './plant.fixture.ts'

const [MONTH_MS, YEAR_MS] = [30 * 86_400_000, 365 * 86_400_000]

/** What is told of payments, refunds and closings. */
export const factPlants: readonly Plant[] = [
  {
    mistake: 'keeps what it once learned of an order',
    law: 'query-tells-the-books',
    also: ['counter-waits-for-the-payer', 'own-clock-decides-nothing'],
    says: /status paid, as the books say, found pending/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const known = new Map<string, Awaited<ReturnType<typeof tp.query>>>()
        return {
          query: async (ref) => {
            const fact = known.get(ref.outTradeNo) ?? (await tp.query(ref))
            if (fact.kind === 'payment' && fact.status === 'pending') known.set(ref.outTradeNo, fact)
            return fact
          },
        }
      }),
  },
  {
    mistake: 'keeps the order it works on outside of the call',
    law: 'calls-do-not-mix',
    says: /order \w+, found \w+; under load/,
    plant: (bench) => {
      let current = ''
      return onProtocol(bench, (protocol) => ({
        *query(ref, at) {
          current = ref.outTradeNo
          const fact = yield* protocol.query(ref, at)
          return fact.kind === 'payment' ? { ...fact, outTradeNo: current } : fact
        },
      }))
    },
  },
  {
    mistake: 'says closed where the wallet knows no order',
    law: 'unknown-number-is-absent',
    also: ['unproven-faults-stay-unknown'],
    says: /absent for an order that was never sent, found \{/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref) => {
          const fact = await tp.query(ref)
          if (fact.kind !== 'absent') return fact
          return { kind: 'payment', status: 'closed', outTradeNo: ref.outTradeNo, source: 'query', raw: {} }
        },
      })),
  },
  {
    mistake: 'clears its own list of attempts every month, and asks for no other',
    law: 'old-payment-is-not-absent',
    says: /a fact or an error from query of a payment 31 days ago, asked for by our number, found \{ kind: 'absent'/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => {
        const paidFor = new Map<string, number>()
        return {
          pay: (command, options) => {
            paidFor.set(command.outTradeNo, clock.nowMs())
            return tp.pay(command, options)
          },
          query: async (ref) => {
            const forgotten = clock.nowMs() - (paidFor.get(ref.outTradeNo) ?? clock.nowMs()) > MONTH_MS
            return forgotten ? { kind: 'absent' } : tp.query(ref)
          },
        }
      }),
  },
  {
    mistake: 'takes a refund for absent that was made longer ago than refunds are possible',
    law: 'old-payment-is-not-absent',
    says: /from queryRefund of a payment 400 days ago, asked for by our number and startedAt, found \{ kind: 'absent'/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => ({
        queryRefund: async (ref) => {
          const { startedAt } = ref
          return startedAt !== undefined && clock.nowMs() - startedAt > YEAR_MS ? { kind: 'absent' } : tp.queryRefund(ref)
        },
      })),
  },
  {
    mistake: 'leaves the transaction out of the fact of a notify',
    law: 'paid-fact-is-complete',
    says: /transaction \S+, found undefined/,
    // Core takes no payment for one that names no transaction.
    also: ['genuine-notify-moves-the-order', 'late-notify-keeps-the-payment', 'payment-after-a-lost-close-is-told'],
    plant: (bench) =>
      onTP(bench, (tp) => ({
        notify: async (received) => {
          const notice = await tp.notify(received)
          for (const fact of notice.facts) Reflect.deleteProperty(fact, 'transactionId')
          return notice
        },
      })),
  },
  {
    mistake: 'says refunded as soon as a refund is accepted',
    law: 'refund-tells-how-far',
    says: /"processing", for the books say processing, found refunded/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) =>
          reread(tp.refund(command, options), (outcome) =>
            outcome.kind === 'done' ? { kind: 'done', value: { ...outcome.value, status: 'refunded' } } : outcome,
          ),
      })),
  },
  {
    mistake: "takes the order's total for the refund's amount",
    law: 'refund-tells-how-far',
    says: /the accepted refund to bind to its command/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) =>
          reread(tp.refund(command, options), (outcome) =>
            outcome.kind === 'done' ? { kind: 'done', value: { ...outcome.value, amount: command.total } } : outcome,
          ),
      })),
  },
  {
    mistake: 'reads the refusal of a second refund as "refunded already"',
    law: 'refunds-stay-within-the-payment',
    says: /another 6000 of 10000 not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: async (command, options) => {
          const outcome = await tp.refund(command, options)
          if (outcome.kind !== 'refused' || outcome.failure.provider?.code !== bench.inside.codes.tooMuch) return outcome
          const { outTradeNo, outRefundNo, amount } = command
          return {
            kind: 'done',
            value: { kind: 'refund', outTradeNo, outRefundNo, amount, status: 'refunded', source: 'reply', raw: {} },
          }
        },
      })),
  },
  {
    mistake: 'calls a payment reversed once something of it was refunded',
    law: 'partial-refund-keeps-the-payment',
    also: ['foreign-faults-do-not-bind', 'harmless-faults-change-nothing'],
    says: /the fact to leave the paid order as it is/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const refunded = new Set<string>()
        return {
          refund: (command, options) =>
            reread(tp.refund(command, options), (outcome) => {
              if (outcome.kind === 'done') refunded.add(command.outTradeNo)
              return outcome
            }),
          query: async (ref) => {
            const fact = await tp.query(ref)
            return fact.kind === 'payment' && refunded.has(fact.outTradeNo) ? { ...fact, status: 'reversed' } : fact
          },
        }
      }),
  },
  {
    mistake: 'gives the prompt of a number again, whatever became of the order',
    law: 'close-ends-an-open-order',
    also: ['number-with-other-content'],
    says: /pay under a closed number not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const prompts = new Map<string, Outcome<PayReply>>()
        return {
          pay: async (command, options) => {
            const outcome = await tp.pay(command, options)
            if (outcome.kind === 'done') prompts.set(command.outTradeNo, outcome)
            return outcome.kind === 'refused' ? (prompts.get(command.outTradeNo) ?? outcome) : outcome
          },
        }
      }),
  },
  {
    mistake: 'takes every refusal of close for "closed already"',
    law: 'close-spares-a-paid-order',
    says: /close of a paid order not to be done/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *close(ref, at) {
          const finding = yield* protocol.close(ref, at)
          if (finding.kind !== 'refused') return finding
          const { outTradeNo } = ref
          const value = { kind: 'payment', status: 'closed', outTradeNo, source: 'reply', raw: {} } as const
          return { kind: 'done', evidence: 'verified', value }
        },
      })),
  },
]

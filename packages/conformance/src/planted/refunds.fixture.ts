import type { Exchange, RefundCommand, RefundFact } from '@tpkit/core'
import { isBare } from './belief.fixture.ts'
import { nextNumber } from './commands.fixture.ts'
import { forGood, onProtocol, onTP, type Plant, rewired } from './plant.fixture.ts'

/** Refunds, and the codes by which they are refused. */
export const refundPlants: readonly Plant[] = [
  {
    mistake: 'hands on that there is no such refund, and not until when that means nothing',
    law: 'early-absence-is-not-never',
    says: /mayAppearUntil in the absence of a refund that was sent just now/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        queryRefund: async (ref, options) => forGood(await tp.queryRefund(ref, options)),
      })),
  },
  {
    mistake: 'hands on that there is no such order, and not until when that means nothing',
    law: 'early-absence-is-not-never',
    says: /mayAppearUntil in the absence of an order that was sent just now/,
    plant: (bench) => onTP(bench, (tp) => ({ query: async (ref, options) => forGood(await tp.query(ref, options)) })),
  },
  {
    mistake: 'takes a used refund number for the refund that it asked for',
    law: 'refund-number-with-other-amount',
    says: /a used refund number with another amount not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const known = new Set<string>()
        return {
          refund: async (command, options) => {
            const outcome = await tp.refund(command, options)
            const again = known.has(command.outRefundNo)
            known.add(command.outRefundNo)
            if (outcome.kind === 'done' || outcome.failure.provider?.code !== bench.inside.codes.otherAmount || !again)
              return outcome
            return { kind: 'done', value: madeUp(command) }
          },
        }
      }),
  },
  {
    mistake: 'reads "not paid" as "given back already"',
    law: 'refund-of-unpaid-is-not-done',
    says: /a refund of an open order not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: async (command, options) => {
          const outcome = await tp.refund(command, options)
          if (outcome.kind === 'done' || outcome.failure.provider?.code !== bench.inside.codes.notPaid) return outcome
          return command.transactionId === undefined ? { kind: 'done', value: madeUp(command) } : outcome
        },
      })),
  },
  {
    mistake: 'waits for a refund that failed',
    law: 'refund-endings-are-told',
    says: /status failed, as the books say, found processing/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        queryRefund: async (ref, options) => {
          const fact = await tp.queryRefund(ref, options)
          return fact.kind === 'refund' && fact.status === 'failed' ? { ...fact, status: 'processing' } : fact
        },
      })),
  },
  {
    mistake: 'takes "not sure" for "failed"',
    law: 'unsure-refund-is-not-failed',
    says: /"processing" for a refund that is not sure, found failed/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        queryRefund: async (ref, options) => {
          const fact = await tp.queryRefund(ref, options)
          const unsure = fact.kind === 'refund' && Object.values(fact.raw).includes(bench.inside.words.unsure)
          return unsure ? { ...fact, status: 'failed' } : fact
        },
      })),
  },
  {
    mistake: 'takes a new number for a refund that failed',
    law: 'failed-refund-keeps-its-number',
    says: /one refund in the books/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const failed = new Set<string>()
        return {
          queryRefund: async (ref, options) => {
            const fact = await tp.queryRefund(ref, options)
            if (fact.kind === 'refund' && fact.status === 'failed') failed.add(ref.outRefundNo)
            return fact
          },
          refund: (command, options) => {
            const { outRefundNo } = command
            return tp.refund(failed.has(outRefundNo) ? { ...command, outRefundNo: nextNumber(outRefundNo) } : command, options)
          },
        }
      }),
  },
  {
    mistake: 'takes every code that it does not know for a refusal',
    law: 'unlisted-code-proves-nothing',
    says: /refund to be unknown after CODE_OF_NEXT_YEAR, found \{ kind: 'refused'/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *refund(command, at) {
          const { finding, bare } = yield* withItsProof(bench, protocol.refund(command, at))
          const code = finding.kind === 'unknown' ? finding.failure.provider?.code : undefined
          if (finding.kind !== 'unknown' || bare || !code || code === bench.inside.codes.busy) return finding
          return { kind: 'refused', failure: finding.failure, evidence: 'verified' }
        },
      })),
  },
  {
    mistake: 'takes every refusal for the word of the wallet, signed or not',
    law: 'unsigned-refusal-only-from-the-table',
    says: /refund to be unknown after an unsigned refusal with a code that nobody listed, found \{ kind: 'refused'/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *refund(command, at) {
          const { finding, bare } = yield* withItsProof(bench, protocol.refund(command, at))
          if (finding.kind !== 'unknown' || !bare || !finding.failure.provider?.code) return finding
          return { kind: 'refused', failure: finding.failure, evidence: 'verified' }
        },
      })),
  },
  {
    mistake: 'takes the amount of a refund from what it asked about',
    law: 'foreign-faults-do-not-bind',
    says: /queryRefund to throw, or to find what does not bind, with \S*other-amount\S*/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        queryRefund: async (ref, options) => {
          const fact = await tp.queryRefund(ref, options)
          return fact.kind === 'refund' && ref.amount ? { ...fact, amount: ref.amount } : fact
        },
      })),
  },
  {
    mistake: 'takes "busy" for "no"',
    law: 'unproven-faults-stay-unknown',
    says: /refund to be unknown after busy-\w+, found \{ kind: 'refused'/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *refund(command, at) {
          const finding = yield* protocol.refund(command, at)
          if (finding.kind !== 'unknown' || finding.failure.provider?.code !== bench.inside.codes.busy) return finding
          return { kind: 'refused', failure: finding.failure, evidence: 'verified' }
        },
      })),
  },
]

function madeUp({ outTradeNo, outRefundNo, amount }: RefundCommand): RefundFact {
  return { kind: 'refund', outTradeNo, outRefundNo, amount, status: 'refunded', source: 'reply', raw: {} }
}

/** What an answer means to the provider, and whether it came without a signature. */
function* withItsProof<Reply>(
  bench: Parameters<typeof isBare>[0],
  exchange: Exchange<Reply>,
): Exchange<{ readonly finding: Reply; readonly bare: boolean }> {
  let bare = false
  const finding = yield* rewired(exchange, {
    answer: (response) => {
      bare = isBare(bench, response)
      return response
    },
  })
  return { finding, bare }
}

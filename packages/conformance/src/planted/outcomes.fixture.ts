import type { Failure, Finding, Manifest } from '@tpkit/core'
import { fail, isTPError } from '@tpkit/core/errors'
import { onProtocol, onTP, type Plant, reread, rewired } from './plant.fixture.ts'

/** What becomes of a call that got no clear answer. */
export const outcomePlants: readonly Plant[] = [
  {
    mistake: 'cuts a long subject so that it fits',
    law: 'limits-before-sending',
    says: /nothing to be sent for too long a subject, found a request/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          tp.pay({ ...command, subject: command.subject.slice(0, tp.manifest.limits.subjectLength) }, options),
      })),
  },
  {
    mistake: 'forgets on the way when it was paid',
    law: 'limits-before-sending',
    says: /nothing to be sent for a refund of a payment before the refund window, found a request/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) => {
          const { paidAt: _paidAt, ...rest } = command
          return tp.refund(rest, options)
        },
      })),
  },
  {
    mistake: 'calls every failure unknown, to be on the safe side',
    law: 'never-left-is-refused',
    says: /pay to be refused when nothing left/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) =>
            outcome.kind === 'refused' && !outcome.failure.provider ? { ...outcome, kind: 'unknown' } : outcome,
          ),
      })),
  },
  {
    mistake: 'takes a timeout for a failure',
    law: 'lost-answer-is-unknown',
    also: ['aborted-write-is-unknown', 'unproven-faults-stay-unknown'],
    says: /refund to be unknown after its answer was lost, found \{ kind: 'refused'/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) =>
          reread(tp.refund(command, options), (outcome) =>
            outcome.kind === 'unknown' && outcome.failure.code === 'TIMEOUT' ? { ...outcome, kind: 'refused' } : outcome,
          ),
      })),
  },
  {
    mistake: 'reads HTTP 502 as a refusal by the wallet',
    law: 'unclear-answer-is-unknown',
    also: ['unproven-faults-stay-unknown'],
    says: /refund to be unknown after an HTML page with status 502/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *refund(command, at) {
          let status = 0
          const exchange = rewired(protocol.refund(command, at), {
            answer: (response) => {
              status = response.status
              return response
            },
          })
          try {
            return yield* exchange
          } catch (error) {
            if (status !== 502) throw error
            const failure = fail('DECLINED', 'the wallet answered 502')
            return { kind: 'refused', failure, evidence: 'verified' } satisfies Finding<never>
          }
        },
      })),
  },
  {
    mistake: 'does not hand afterUnknown on',
    law: 'refused-after-unknown-is-unknown',
    also: ['aborted-write-is-unknown'],
    says: /pay with afterUnknown not to be refused when the repeat never left, found \{ kind: 'refused'/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command) => tp.pay(command),
        refund: (command) => tp.refund(command),
        close: (ref) => tp.close(ref),
      })),
  },
  {
    mistake: "believes the wallet's own refusal, whatever was before",
    law: 'refused-after-unknown-is-unknown',
    says: /refund with afterUnknown not to be refused when the wallet refused what was left of the repeat, found/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) =>
          reread(tp.refund(command, options), (outcome) =>
            outcome.kind === 'unknown' && decided(tp.manifest, outcome.failure) ? { ...outcome, kind: 'refused' } : outcome,
          ),
      })),
  },
  {
    mistake: 'says "no such order" when the wallet cannot be asked',
    law: 'unclear-read-throws',
    also: ['unproven-faults-stay-unknown'],
    says: /query to throw a TPError with a code of its cause after an HTML page with status 502/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref) => {
          try {
            return await tp.query(ref)
          } catch (error) {
            if (isTPError(error) && error.code === 'UNAVAILABLE') return { kind: 'absent' }
            throw error
          }
        },
      })),
  },
  {
    mistake: 'breaks down over an answer that it did not expect',
    law: 'unclear-read-throws',
    also: ['failure-says-what-to-do', 'unproven-faults-stay-unknown'],
    says: /queryRefund to throw a TPError with a code of its cause/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *queryRefund(ref, at) {
          try {
            return yield* protocol.queryRefund(ref, at)
          } catch (error) {
            if (isTPError(error) && error.code !== 'UNVERIFIED') throw new TypeError('cannot read properties of undefined')
            throw error
          }
        },
      })),
  },
]

function decided({ decidedBeforeExecution }: Manifest, { provider }: Failure): boolean {
  return decidedBeforeExecution.some(({ code }) => code === provider?.code)
}

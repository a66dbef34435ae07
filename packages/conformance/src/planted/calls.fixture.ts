import type { Outcome } from '@tpkit/core'
import { similarNumbers } from '../world/numbers.ts'
import { nextNumber } from './commands.fixture.ts'
import { forGood, onTP, type Plant, reread } from './plant.fixture.ts'

/** Commands and numbers that are not what the caller said, and calls that end otherwise than they went. */
export const callPlants: readonly Plant[] = [
  {
    mistake: 'books a call that was given up as one that never was',
    law: 'aborted-write-is-unknown',
    says: /pay to be unknown when it was given up after it had left, found \{ kind: 'refused'/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) =>
            outcome.kind === 'unknown' && options?.signal?.aborted ? { ...outcome, kind: 'refused' } : outcome,
          ),
      })),
  },
  {
    mistake: 'puts the goods into the text to sign as they are',
    law: 'text-injects-no-field',
    says: /10000 minor units with the subject tea&total_fee=1/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) => {
          const injected = /total_fee=1/.test(command.subject)
          return tp.pay(injected ? { ...command, total: { ...command.total, amount: 1n } } : command, options)
        },
      })),
  },
  {
    mistake: 'promises a code that lives for a year',
    law: 'prompt-lives-as-long-as-it-says',
    says: /an end within \d+ ms, found \d+ ms from now/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => ({
        pay: (command, options) =>
          reread(tp.pay(command, options), (outcome) => {
            if (outcome.kind !== 'done' || !outcome.value.prompt || command.expiresAt !== undefined) return outcome
            const prompt = { ...outcome.value.prompt, expiresAt: clock.nowMs() + 365 * 86_400_000 }
            return { ...outcome, value: { ...outcome.value, prompt } }
          }),
      })),
  },
  {
    mistake: 'forgets the expiry on the way',
    law: 'expiry-is-honoured',
    says: /a prompt that ends with the order at the latest/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => ({
        pay: (command, options) => {
          const { expiresAt = 0 } = command
          const later = { ...command }
          if (expiresAt > clock.nowMs()) Reflect.deleteProperty(later, 'expiresAt')
          return tp.pay(later, options)
        },
      })),
  },
  {
    mistake: 'answers for a used number with the prompt that it has',
    law: 'number-with-other-content',
    says: /pay under a used number with another amount not to be done/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: async (command, options) => {
          const outcome = await tp.pay(command, options)
          if (outcome.kind === 'done' || outcome.failure.provider?.code !== bench.inside.codes.otherContent) return outcome
          return { kind: 'done', value: { outTradeNo: command.outTradeNo, prompt: { kind: 'qr', text: 'the old one' } } }
        },
      })),
  },
  {
    mistake: 'writes into the command that it is given',
    law: 'commands-stay-as-they-were',
    says: /refund to leave its argument alone/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) => {
          const own = { ...command, outRefundNo: command.outRefundNo }
          Reflect.set(command, 'amount', { ...command.amount, amount: 0n })
          return tp.refund(own, options)
        },
      })),
  },
  {
    mistake: 'takes a new order number after a timeout',
    law: 'lost-prompt-is-given-again',
    says: /one paid order in the books/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const ends = new Map<string, Outcome<unknown>['kind']>()
        return {
          pay: async (command, options) => {
            const { outTradeNo } = command
            const again = ends.get(outTradeNo) === 'unknown' && command.scene !== 'micropay'
            const outcome = await tp.pay(again ? { ...command, outTradeNo: nextNumber(outTradeNo) } : command, options)
            ends.set(outTradeNo, outcome.kind)
            return outcome
          },
        }
      }),
  },
  {
    mistake: 'gives each of several workers a number of its own',
    law: 'same-number-at-once-is-one-order',
    says: /one order in the books/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const underWay = new Set<string>()
        return {
          pay: async (command, options) => {
            const { outTradeNo } = command
            const busy = underWay.has(outTradeNo)
            underWay.add(outTradeNo)
            const outcome = await tp.pay(busy ? { ...command, outTradeNo: nextNumber(outTradeNo) } : command, options)
            underWay.delete(outTradeNo)
            return outcome
          },
        }
      }),
  },
  {
    mistake: 'gives each of several workers a refund number of its own',
    law: 'same-refund-at-once-refunds-once',
    says: /one refund in the books/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const underWay = new Set<string>()
        return {
          refund: async (command, options) => {
            const { outRefundNo } = command
            const busy = underWay.has(outRefundNo)
            underWay.add(outRefundNo)
            const outcome = await tp.refund(busy ? { ...command, outRefundNo: nextNumber(outRefundNo) } : command, options)
            underWay.delete(outRefundNo)
            return outcome
          },
        }
      }),
  },
  {
    mistake: 'keeps order numbers as numbers',
    law: 'similar-numbers-stay-apart',
    says: /a transaction in the books once the payer paid, found undefined/,
    plant: (bench) => {
      const [[zero, shorter] = ['', '']] = similarNumbers(bench.account.protocol.manifest.limits.outTradeNo)
      return onTP(bench, (tp) => ({
        pay: (command, options) => tp.pay(command.outTradeNo === zero ? { ...command, outTradeNo: shorter } : command, options),
      }))
    },
  },
  {
    mistake: 'counts a limit one short',
    law: 'full-length-texts-arrive',
    says: /a subject of \d+ characters in the books, found \d+/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) => {
          const { subjectLength } = tp.manifest.limits
          const { subject } = command
          return tp.pay(subject.length === subjectLength ? { ...command, subject: subject.slice(1) } : command, options)
        },
      })),
  },
  {
    mistake: 'repeats a refund by itself when nobody answers',
    law: 'no-silent-repeat',
    says: /each write of refund to be sent once/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: async (command, options) => {
          const outcome = await tp.refund(command, options)
          return outcome.kind === 'unknown' && !options ? tp.refund(command, options) : outcome
        },
      })),
  },
  {
    mistake: 'says nothing when it fails',
    law: 'failure-says-what-to-do',
    says: /a sentence from refund/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        refund: (command, options) =>
          reread(tp.refund(command, options), (outcome) =>
            outcome.kind === 'unknown' ? { ...outcome, failure: { ...outcome.failure, message: '' } } : outcome,
          ),
      })),
  },
  {
    mistake: 'says that there is no such order while the payer holds its link',
    law: 'open-prompt-is-never-absent',
    also: ['early-absence-is-not-never'],
    says: /a time until which the order may appear/,
    onlyOnScan: true,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref, options) => forGood(await tp.query(ref, options)),
      })),
  },
  {
    mistake: 'remembers that it closed an order, and asks nobody',
    law: 'payment-after-a-lost-close-is-told',
    also: ['unproven-faults-stay-unknown'],
    says: /money that is found late/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const closed = new Set<string>()
        return {
          close: (ref, options) =>
            reread(tp.close(ref, options), (outcome) => {
              if (outcome.kind === 'unknown') closed.add(ref.outTradeNo)
              return outcome
            }),
          query: async (ref, options) => {
            const fact = await tp.query(ref, options)
            if (!closed.has(ref.outTradeNo) || fact.kind !== 'payment') return fact
            return { kind: 'payment', status: 'closed', outTradeNo: ref.outTradeNo, source: 'query', raw: {} }
          },
        }
      }),
  },
  {
    mistake: 'drops what was paid on another day, by its own clock',
    law: 'own-clock-decides-nothing',
    says: /the payment, or an error, from a notify/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => ({
        notify: async (received) => {
          const notice = await tp.notify(received)
          const fresh = notice.facts.filter((fact) => {
            const paidAt = fact.kind === 'payment' && fact.status === 'paid' ? fact.paidAt : undefined
            return paidAt === undefined || clock.nowMs() - paidAt < 43_200_000
          })
          return { ...notice, facts: fresh }
        },
      })),
  },
  {
    mistake: 'says yes to every key',
    law: 'probe-tells-right-keys-from-wrong',
    says: /no with wrong keys/,
    plant: (bench) => {
      const always = { probe: async () => ({ ok: true, message: 'the wallet is there' }) }
      const impostor = onTP({ ...bench, account: bench.impostor.account }, () => always)
      return { ...bench, impostor: { ...bench.impostor, account: impostor.account } }
    },
  },
  {
    mistake: 'says yes before the wallet has answered',
    law: 'probe-tells-right-keys-from-wrong',
    says: /no after a lost answer/,
    plant: (bench) => onTP(bench, () => ({ probe: async () => ({ ok: true, message: 'asked' }) })),
  },
  {
    mistake: 'takes the wallet for absent when it is asked for the keys',
    law: 'probe-tells-right-keys-from-wrong',
    says: /yes with the right keys/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        probe: async (options) => {
          const report = await tp.probe(options)
          return { ...report, ok: report.ok && report.message === '' }
        },
      })),
  },
]

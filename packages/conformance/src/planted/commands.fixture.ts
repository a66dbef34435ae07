import type { Outcome } from '@tpkit/core'
import { formatMoney, money } from '@tpkit/core/money'
import type { AnyTP } from '../bench.ts'
import { onTP, type Plant } from './plant.fixture.ts'

/** Numbers, amounts and texts on their way out. */
export const commandPlants: readonly Plant[] = [
  {
    mistake: 'takes a new order number for a second click',
    law: 'one-number-one-order',
    also: [
      'changed-answer-proves-nothing',
      'counter-waits-for-the-payer',
      'number-with-other-content',
      'prompt-lives-as-long-as-it-says',
    ],
    says: /one order in the books, whatever was repeated/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => {
        const doneAt = new Map<string, number>()
        return {
          pay: async (command, options) => {
            const again = clock.nowMs() - (doneAt.get(command.outTradeNo) ?? Number.NEGATIVE_INFINITY) < 10_000
            const outcome = await tp.pay(again ? { ...command, outTradeNo: nextNumber(command.outTradeNo) } : command, options)
            if (outcome.kind === 'done') doneAt.set(command.outTradeNo, clock.nowMs())
            return outcome
          },
        }
      }),
  },
  {
    mistake: 'takes a new refund number for a second click',
    law: 'repeated-refund-refunds-once',
    also: ['failed-refund-keeps-its-number', 'refund-number-with-other-amount'],
    says: /one refund, [0-9A-Za-z]+, in the books/,
    plant: (bench) => onTP(bench, (tp) => ({ refund: renumbering(tp, 'done') })),
  },
  {
    mistake: 'takes a new refund number after a timeout',
    law: 'lost-refund-repeats-once',
    // Whether the caller knows that the last try ended unknown makes no difference.
    also: ['refused-after-unknown-is-unknown'],
    says: /one refund of 3000 in the books/,
    plant: (bench) => onTP(bench, (tp) => ({ refund: renumbering(tp, 'unknown') })),
  },
  {
    mistake: 'multiplies yuan by a hundred in floating point',
    law: 'money-is-exact',
    says: /29 minor units in the books, found 28/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) => {
          const { amount, currency } = command.total
          const total =
            typeof amount === 'bigint' && amount > 0n
              ? money(Math.trunc(Number(formatMoney(command.total)) * 100), currency)
              : command.total
          return tp.pay({ ...command, total }, options)
        },
      })),
  },
  {
    mistake: 'escapes the subject before it is escaped',
    law: 'text-arrives-unchanged',
    says: /the subject Tom & Jerry <b> in the books, found Tom &amp; Jerry <b>/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        pay: (command, options) => tp.pay({ ...command, subject: command.subject.replaceAll('&', '&amp;') }, options),
      })),
  },
]

/** A refund that changes its number when the last try ended like that. */
function renumbering({ refund }: Pick<AnyTP, 'refund'>, after: Outcome<unknown>['kind']): AnyTP['refund'] {
  const ends = new Map<string, Outcome<unknown>['kind']>()
  return async (command, options) => {
    const { outRefundNo } = command
    const again = ends.get(outRefundNo) === after
    const outcome = await refund(again ? { ...command, outRefundNo: nextNumber(outRefundNo) } : command, options)
    ends.set(outRefundNo, outcome.kind)
    return outcome
  }
}

/** A number of the same length and alphabet. */
export function nextNumber(number: string): string {
  return number.slice(0, -1) + (number.endsWith('9') ? '8' : '9')
}

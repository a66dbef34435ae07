import type { Fact } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import type { Message } from '../bench.ts'
import { healed, isBare, isImpostors, readable, unescaped, withoutRepeats } from './belief.fixture.ts'
import { type Healthy, onProtocol, onTP, type Plant } from './plant.fixture.ts'

/** Which notifies are believed without proof, thrown away, or read wrongly. */
export const notifyPlants: readonly Plant[] = [
  {
    mistake: 'has the key of the test wallet in its list of keys: notifies',
    law: 'another-key-proves-nothing',
    says: /a notify that another key signed to be refused/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({ notify: (received, at) => protocol.notify(healed(bench, received, isImpostors), at) })),
  },
  {
    mistake: 'verifies a notify only where it carries a signature',
    law: 'forged-notify-is-refused',
    says: /one of UNVERIFIED, MALFORMED, LIMIT for a notify with .*(emptied|taken away)/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({ notify: (received, at) => protocol.notify(healed(bench, received, isBare), at) })),
  },
  {
    mistake: 'takes the first of two fields of one name, and checks the other',
    law: 'forged-notify-is-refused',
    says: /one of UNVERIFIED, MALFORMED, LIMIT for a notify with .* twice/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({ notify: (received, at) => protocol.notify(withoutRepeats(bench, received), at) })),
  },
  {
    mistake: 'breaks down over a notify that is no message at all',
    law: 'forged-notify-is-refused',
    says: /one of UNVERIFIED, MALFORMED, LIMIT for a notify with an empty body, found/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *notify(received, at) {
          try {
            return yield* protocol.notify(received, at)
          } catch (error) {
            if (isTPError(error) && received.body.byteLength === 0) throw new TypeError('cannot read properties of undefined')
            throw error
          }
        },
      })),
  },
  {
    mistake: 'writes its own merchant number into every fact',
    law: 'foreign-notify-does-not-bind',
    also: ['spoilt-notifies-move-nothing'],
    says: /facts that do not bind to our order/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *notify(received, at) {
          const notice = yield* protocol.notify(received, at)
          return { ...notice, facts: notice.facts.map((fact): Fact => ({ ...fact, payee: protocol.payee })) }
        },
      })),
  },
  {
    mistake: 'unescapes a notify once more before it verifies it',
    law: 'odd-text-keeps-the-signature',
    says: /the notify of an order with the attach end of CDATA .* to be believed/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({ notify: (received, at) => protocol.notify(unescaped(bench, received), at) })),
  },
  {
    mistake: 'takes its merchant number for the id of a notice',
    law: 'notices-of-two-payments-differ',
    says: /two ids, found/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *notify(received, at) {
          return { ...(yield* protocol.notify(received, at)), id: protocol.payee.mchId }
        },
      })),
  },
  {
    mistake: 'says of a payment that it is reversed, once its refund went out',
    law: 'late-notify-keeps-the-payment',
    says: /the late notify to leave the paid order as it is/,
    plant: (bench) =>
      onTP(bench, (tp) => {
        const refunded = new Set<string>()
        return {
          refund: (command, options) => {
            if (command.amount.amount === command.total.amount) refunded.add(command.outTradeNo)
            return tp.refund(command, options)
          },
          notify: async (received) => {
            const notice = await tp.notify(received)
            const facts = notice.facts.map((fact): Fact => {
              const gone = fact.kind === 'payment' && refunded.has(fact.outTradeNo)
              return gone ? { ...fact, status: 'reversed' } : fact
            })
            return { ...notice, facts }
          },
        }
      }),
  },
  {
    mistake: 'refuses the second of two notifies that come together',
    law: 'harmless-faults-change-nothing',
    also: ['headers-decide-nothing', 'unknown-fields-survive'],
    says: /expected a call to succeed on the way, found CONFLICT/,
    plant: (bench) =>
      onTP(bench, (tp, { clock }) => {
        const seen = new Map<string, number>()
        return {
          notify: async (received) => {
            const notice = await tp.notify(received)
            if (seen.get(notice.id) === clock.nowMs()) throw tpError('CONFLICT', `notice ${notice.id}: it is being booked`)
            seen.set(notice.id, clock.nowMs())
            return notice
          },
        }
      }),
  },
  {
    mistake: 'takes a time that is none for the moment of payment',
    law: 'harmless-faults-change-nothing',
    says: /a moment of payment, or none, in spite of notify-bad-time, found NaN/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        notify: async (received) => {
          const notice = await tp.notify(received)
          const facts = notice.facts.map((fact): Fact => {
            const paid = fact.kind === 'payment' && fact.status === 'paid'
            return paid ? { ...fact, paidAt: fact.paidAt ?? Date.parse('no time') } : fact
          })
          return { ...notice, facts }
        },
      })),
  },
  {
    mistake: 'verifies no notify of an order that it sold',
    law: 'spoilt-notifies-move-nothing',
    // Who changes a notify on its way changes that of an order that was sold.
    also: ['another-key-proves-nothing', 'forged-notify-is-refused'],
    says: /a notify that is refused with notify-\w+/,
    plant: (bench) => {
      const sold = new Set<string>()
      return onProtocol(bench, (protocol) => ({
        pay: (command, at) => {
          sold.add(command.outTradeNo)
          return protocol.pay(command, at)
        },
        notify: (received, at) =>
          protocol.notify(
            healed(bench, received, (_, message) => namesOneOf(bench, message, sold)),
            at,
          ),
      }))
    },
  },
  {
    mistake: 'numbers notices by itself',
    law: 'genuine-notify-moves-the-order',
    also: ['harmless-faults-change-nothing', 'headers-decide-nothing', 'unknown-fields-survive'],
    says: /one id for every repeat/,
    plant: (bench) => {
      let count = 0
      return onProtocol(bench, (protocol) => ({
        *notify(received, at) {
          count += 1
          return { ...(yield* protocol.notify(received, at)), id: `notice-${count}` }
        },
      }))
    },
  },
]

function namesOneOf(
  { dialect, inside }: Pick<Healthy<never>, 'dialect' | 'inside'>,
  message: Message,
  numbers: ReadonlySet<string>,
): boolean {
  const parts = readable(() => dialect.read(message)) ?? []
  return parts.some(([name, value]) => name === inside.names.outTradeNo && numbers.has(value))
}

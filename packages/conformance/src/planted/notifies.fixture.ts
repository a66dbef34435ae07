import type { Fact } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { healed, isBare, isImpostors, unescaped, withoutRepeats } from './belief.fixture.ts'
import { onProtocol, type Plant } from './plant.fixture.ts'

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
    mistake: 'numbers notices by itself',
    law: 'genuine-notify-moves-the-order',
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

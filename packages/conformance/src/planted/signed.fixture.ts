import type { HttpResponse, PaymentFact } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Message, Part } from '../bench.ts'
import { WORD_OF_NEXT_YEAR } from '../world/states.ts'
import { readable, renamed } from './belief.fixture.ts'
import { type Healthy, onConnection, onProtocol, onTP, type Plant, rewired } from './plant.fixture.ts'

type Inside = Pick<Healthy<never>, 'dialect' | 'inside'>

/** What the wallet signed, read wrongly. */
export const signedPlants: readonly Plant[] = [
  {
    mistake: 'signs over the fields that it knows, and over no others: answers',
    law: 'unknown-fields-survive',
    says: /the same answer to query with a field more/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        query: (ref, at) => rewired(protocol.query(ref, at), { answer: (response) => demandKnown(bench, response) }),
      })),
  },
  {
    mistake: 'signs over the fields that it knows, and over no others: notifies',
    law: 'unknown-fields-survive',
    says: /the same notice from a notify with a field more/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({ notify: (received, at) => protocol.notify(demandKnown(bench, received), at) })),
  },
  {
    mistake: 'fills in the amount that the wallet did not name',
    law: 'signed-gap-skips-no-check',
    says: /no payment in the answer to query without the amount/,
    plant: (bench) => {
      const { total } = bench.inside.names
      return onProtocol(bench, (protocol) => ({
        query: (ref, at) =>
          rewired(protocol.query(ref, at), {
            answer: (response) => ({ ...response, ...filled(bench, response, total, ref.total.amount) }),
          }),
      }))
    },
  },
  {
    mistake: 'takes the amount of a fact from the order that it asked about',
    law: 'other-amount-does-not-bind',
    also: ['foreign-faults-do-not-bind'],
    says: /a query with twice the amount not to bind/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        *query(ref, at) {
          const fact = yield* protocol.query(ref, at)
          return fact.kind === 'payment' && fact.total ? { ...fact, total: { ...fact.total, amount: ref.total.amount } } : fact
        },
      })),
  },
  {
    mistake: 'compares digits, and no currency',
    law: 'other-currency-does-not-bind',
    says: /a query in another currency not to bind/,
    plant: (bench) => {
      const { manifest } = bench.account.protocol
      const own = { [bench.inside.names.currency]: manifest.limits.currencies[0] }
      return onProtocol(bench, (protocol) => ({
        query: (ref, at) =>
          rewired(protocol.query(ref, at), { answer: (response) => ({ ...response, ...renamed(bench, response, own) }) }),
      }))
    },
  },
  {
    mistake: 'says paid for every state that it does not know',
    law: 'unknown-state-is-not-paid',
    says: /a state that nobody knows not to be paid/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        query: (ref, at) =>
          rewired(protocol.query(ref, at), { answer: (response) => ({ ...response, ...takenForPaid(bench, response) }) }),
      })),
  },
  {
    mistake: 'takes every notify for a payment',
    law: 'unpaid-notify-moves-nothing',
    says: /no payment from a notify that says unpaid/,
    plant: (bench) => {
      const paid = { [bench.inside.names.state]: bench.inside.words.paid }
      return onProtocol(bench, (protocol) => ({
        notify: (received, at) => protocol.notify({ ...received, ...renamed(bench, received, paid) }, at),
      }))
    },
  },
  {
    mistake: 'wants a content type that it knows',
    law: 'headers-decide-nothing',
    says: /the same notice from a notify (as plain text|as bytes)/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        notify: (received, at) => {
          const [type = ''] = received.headers.get('content-type') ?? []
          if (/plain|octet/.test(type)) throw tpError('MALFORMED', `content-type: expected xml or json, found ${type}`)
          return protocol.notify(received, at)
        },
      })),
  },
  {
    mistake: 'cuts an answer that is too long, and believes what is left',
    law: 'too-large-answer-proves-nothing',
    says: /no belief in an answer to query of \d+ bytes/,
    plant: (bench) =>
      onConnection(bench, ({ send }) => ({
        send: async (request, limits) => {
          const response = await send(request, limits)
          if (response.body.byteLength <= limits.maxBytes || request.effect === 'write') return response
          return { ...response, body: response.body.subarray(0, response.body.findLastIndex((byte) => byte !== 0x20) + 1) }
        },
      })),
  },
  {
    mistake: 'takes the fact of a query for that of a notify',
    law: 'source-says-where-from',
    says: /the source "query" in queryRefund, found notify/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        queryRefund: async (ref, options) => {
          const fact = await tp.queryRefund(ref, options)
          return fact.kind === 'refund' ? { ...fact, source: 'notify' } : fact
        },
      })),
  },
  {
    mistake: 'reads the time of the wallet as UTC',
    law: 'paid-at-is-the-wallets-moment',
    says: /payment at \S+, found \S+; the payment is looked for in the statement of another day/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref, options) => {
          const fact = await tp.query(ref, options)
          return fact.kind === 'payment' ? eightHoursLater(fact) : fact
        },
      })),
  },
  {
    mistake: 'leaves out what the payer gave',
    law: 'discount-keeps-the-total',
    says: /a payerTotal below \d+ in the fact of query, found undefined/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref, options) => {
          const fact = await tp.query(ref, options)
          if (fact.kind !== 'payment' || fact.status !== 'paid') return fact
          const { payerTotal: _given, ...rest } = fact
          return rest
        },
      })),
  },
  {
    mistake: 'takes what the payer gave for the total',
    law: 'discount-keeps-the-total',
    also: ['foreign-faults-do-not-bind'],
    says: /a fact that binds to the whole total/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref, options) => {
          const fact = await tp.query(ref, options)
          if (fact.kind !== 'payment' || fact.status !== 'paid') return fact
          return { ...fact, total: fact.payerTotal ?? fact.total }
        },
      })),
  },
]

function eightHoursLater(fact: PaymentFact): PaymentFact {
  if (fact.status !== 'paid' || fact.paidAt === undefined) return fact
  return { ...fact, paidAt: fact.paidAt + 8 * 3_600_000 }
}

/** What was not known when the list of fields was written. */
const UNKNOWN = 'field_of_next_year'

function demandKnown<M extends Message>({ dialect }: Inside, message: M): M {
  const unknown = partsOf(dialect, message).some(([name]) => name === UNKNOWN)
  if (unknown) throw tpError('UNVERIFIED', `sign: it does not fit the fields without ${UNKNOWN}`)
  return message
}

function partsOf({ read }: Inside['dialect'], message: Message): readonly Part[] {
  return readable(() => read(message)) ?? []
}

/** A genuine answer, with the part that it lacks. */
function filled(bench: Inside, response: HttpResponse, name: string, amount: bigint): Partial<Message> {
  const parts = partsOf(bench.dialect, response)
  const isFact = parts.some(([each]) => each === bench.inside.names.state)
  if (!isFact || parts.some(([each]) => each === name)) return {}
  if (!isGenuine(bench, response)) return {}
  return bench.dialect.sign(bench.dialect.write([...parts, [name, String(amount)]], response))
}

function takenForPaid(bench: Inside, response: HttpResponse): Partial<Message> {
  if (!partsOf(bench.dialect, response).some(([, value]) => value === WORD_OF_NEXT_YEAR)) return {}
  return renamed(bench, response, { [bench.inside.names.state]: bench.inside.words.paid })
}

function isGenuine({ dialect }: Inside, response: HttpResponse): boolean {
  const again = dialect.sign(response)
  return Buffer.compare(again.body, response.body) === 0 && `${[...again.headers]}` === `${[...response.headers]}`
}

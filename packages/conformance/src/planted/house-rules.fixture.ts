import { randomUUID } from 'node:crypto'
import type { HttpRequest, Scene } from '@tpkit/core'
import { isTPError, TPError } from '@tpkit/core/errors'
import { type Healthy, onConnection, onProtocol, onTP, type Plant, rewired } from './plant.fixture.ts'

const MIRROR = 'https://mirror.example'

/** Core stops a query that might write: whatever is asked about refunds stays without an answer. */
const WITHOUT_REFUND_QUERY = [
  'answer-to-another-question',
  'early-absence-is-not-never',
  'failed-refund-keeps-its-number',
  'failure-says-what-to-do',
  'foreign-answer-does-not-bind',
  'foreign-faults-do-not-bind',
  'harmless-faults-change-nothing',
  'lost-answer-is-unknown',
  'money-is-exact',
  'old-payment-is-not-absent',
  'refund-endings-are-told',
  'refund-tells-how-far',
  'source-says-where-from',
  'unclear-read-throws',
  'unknown-number-is-absent',
  'unproven-faults-stay-unknown',
]

/** Requests, manifest, acknowledgements, secrets: what no single answer shows. */
export const housePlants: readonly Plant[] = [
  {
    mistake: 'marks every POST as a write, on its own way out',
    law: 'effects-tell-the-truth',
    says: /query to send reads only, found a write/,
    plant: (bench) =>
      onConnection(bench, ({ send }) => ({ send: (request, limits) => send({ ...request, effect: 'write' }, limits) })),
  },
  {
    mistake: 'marks the query of a refund as a write',
    law: 'effects-tell-the-truth',
    also: WITHOUT_REFUND_QUERY,
    says: /queryRefund to send reads only, found a write/,
    plant: (bench) => onQueryRefund(bench, (request) => ({ ...request, effect: 'write' })),
  },
  {
    mistake: 'marks the query of a refund as nothing',
    law: 'effects-tell-the-truth',
    also: WITHOUT_REFUND_QUERY,
    says: /every request of queryRefund to be marked "read" or "write", found undefined/,
    plant: (bench) => onQueryRefund(bench, unmarked),
  },
  {
    mistake: 'marks a refund as nothing',
    law: 'effects-tell-the-truth',
    says: /every request of refund to be marked "read" or "write", found undefined/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        refund: (command, at) => rewired(protocol.refund(command, at), { request: unmarked }),
      })),
  },
  {
    mistake: 'marks a refund as a read',
    law: 'effects-tell-the-truth',
    // Core judges by the effect: what is no write, no unclear answer makes unknown.
    also: [
      'aborted-write-is-unknown',
      'another-key-proves-nothing',
      'answer-to-another-question',
      'changed-answer-proves-nothing',
      'foreign-faults-do-not-bind',
      'too-large-answer-proves-nothing',
      'unproven-faults-stay-unknown',
    ],
    says: /the effect "write" on every request that changed the books, found \/\S+/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        refund: (command, at) =>
          rewired(protocol.refund(command, at), { request: (request) => ({ ...request, effect: 'read' }) }),
      })),
  },
  {
    mistake: 'presents the client certificate in every call',
    law: 'calls-only-what-is-declared',
    says: /no certificate in query, which identityFor does not name/,
    plant: (bench) => onQuery(bench, (request) => ({ ...request, identity: 'merchant' })),
  },
  {
    mistake: 'asks a mirror that nobody declared',
    law: 'calls-only-what-is-declared',
    says: /query to call one of .*, found https:\/\/mirror\.example/,
    plant: (bench) => {
      const origin = { wallet: '' }
      const planted = onQuery(bench, (request) => {
        origin.wallet = new URL(request.url).origin
        return { ...request, url: request.url.replace(origin.wallet, MIRROR) }
      })
      const { wallet } = bench
      const handle: typeof wallet.handle = (request, now) =>
        wallet.handle(request.origin === MIRROR ? { ...request, origin: origin.wallet } : request, now)
      return { ...planted, wallet: { ...wallet, handle } }
    },
  },
  {
    mistake: 'takes the time from the machine',
    law: 'same-input-same-bytes',
    says: /touch neither clock nor randomness nor timers, found (now|new Date\(\))/,
    plant: (bench) => onQuery(bench, (request) => withHeader(request, 'x-time', String(Math.sign(Date.now())))),
  },
  {
    mistake: 'takes its nonce from Math.random',
    law: 'same-input-same-bytes',
    says: /touch neither clock nor randomness nor timers, found random/,
    plant: (bench) => onQuery(bench, (request) => withHeader(request, 'x-nonce', String(Math.random()))),
  },
  {
    mistake: 'takes its nonce from node:crypto',
    law: 'same-input-same-bytes',
    says: /request \d+ to be the same twice/,
    plant: (bench) => onQuery(bench, (request) => withHeader(request, 'x-nonce', randomUUID())),
  },
  {
    mistake: 'numbers its acknowledgements',
    law: 'acknowledge-is-constant',
    says: /"accepted" to be answered by .* again/,
    plant: (bench) => {
      let count = 0
      return onProtocol(bench, ({ acknowledge }) => ({
        acknowledge: (word) => {
          count += 1
          const answer = acknowledge(word)
          return { ...answer, headers: [...answer.headers, ['x-count', String(count)]] }
        },
      }))
    },
  },
  {
    mistake: 'acknowledges with "ok", as other wallets like it',
    law: 'acknowledge-ends-the-repeats',
    also: ['harmless-faults-change-nothing', 'spoilt-notifies-move-nothing'],
    says: /no notify after "accepted", found 1/,
    plant: (bench) =>
      onProtocol(bench, ({ acknowledge }) => ({
        acknowledge: (word) => (word === 'accepted' ? { status: 200, headers: [], body: 'ok' } : acknowledge(word)),
      })),
  },
  {
    mistake: 'writes the key into the error, to help with the search',
    law: 'secrets-stay-inside',
    says: /no secret in results with .*, found secret number 1 as text/,
    plant: (bench) =>
      onTP(bench, (tp) => ({
        query: async (ref) => {
          try {
            return await tp.query(ref)
          } catch (error) {
            if (!isTPError(error)) throw error
            const { code, message, retry } = error
            throw new TPError({ code, retry, message: `${message} (key ${bench.account.secrets[0]})` })
          }
        },
      })),
  },
  {
    mistake: 'sends a secret that keys.secrets does not name',
    law: 'secrets-stay-inside',
    says: /no secret in recordings with a healthy wallet, found secret number 1 as base64/,
    plant: (bench) => {
      const basic = Buffer.from(bench.account.secrets[0] ?? '').toString('base64')
      const planted = onQuery(bench, (request) => withHeader(request, 'x-auth', basic))
      return { ...planted, account: { ...planted.account, keys: {} } }
    },
  },
]

function onQuery<S extends Scene>(
  bench: Healthy<S>,
  request: (request: HttpRequest) => HttpRequest,
): ReturnType<typeof onProtocol<S>> {
  return onProtocol(bench, (protocol) => ({ query: (ref, at) => rewired(protocol.query(ref, at), { request }) }))
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: [...request.headers, [name, value]] }
}

function onQueryRefund<S extends Scene>(
  bench: Healthy<S>,
  request: (request: HttpRequest) => HttpRequest,
): ReturnType<typeof onProtocol<S>> {
  return onProtocol(bench, (protocol) => ({ queryRefund: (ref, at) => rewired(protocol.queryRefund(ref, at), { request }) }))
}

/** A provider in plain JavaScript can leave out what the type demands. */
function unmarked({ effect: _effect, ...request }: HttpRequest): HttpRequest {
  return request as HttpRequest
}

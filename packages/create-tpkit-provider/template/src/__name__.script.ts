/**
 * __Ident__ as the test kit plays it: how its messages look. Books, numbers, time, repeats and faults are the kit's.
 * Write it from the wallet's page and not from the plugin: two readings of one protocol catch each other's mistakes.
 */
import {
  type Dialect,
  type Said,
  type ScriptedOrder,
  scriptedWallet,
  type TestWallet,
  type WalletScript,
} from '@tpkit/conformance'
import { blank } from './blanks.ts'

/** The wallet, with the key of each merchant that it knows. */
export function __ident__Wallet(keys: Readonly<Record<string, string>>): TestWallet {
  const script: WalletScript = {
    open: (request) => blank(27, 'Whose request is it, is its signature right, and which call is it?', 7),
    answer: (said, { mchId }) => ({ status: 200, ...signed(fieldsOf(said, mchId), keys[mchId] ?? '') }),
    notify: (order) => ({ url: 'https://shop.example/notify', ...signed(notifyOf(order), keys[order.mchId] ?? '') }),
    acknowledged: ({ status, body }) => blank(28, 'Which answer of a shop ends the repeats of a notify?', 7),
  }
  return scriptedWallet(script, { merchants: Object.keys(keys) })
}

/**
 * How the laws take its messages apart, so that they can forge them part by part.
 * Here `headers` are a Map from a name in lower case to its values; those of an answer or a notify, above, are an array of pairs.
 */
export const __ident__Dialect = (key: string): Dialect => ({
  signature: blank(29, 'In which parts is the proof: the signature, and where there are such its time and key id?', 7),
  read: ({ headers, body }) => blank(30, 'Which named parts does a message have, those of `signature` among them?', 7),
  write: (parts, message) => blank(31, 'How are such parts put together again? Repeated names stay repeated.', 7),
  sign: ({ headers, body }) => blank(32, 'How is it signed anew? The parts of `signature` are gone: make time and nonce anew too.', 7),
})

type Form = Readonly<Record<string, string>>
type Signed = Pick<ReturnType<WalletScript['notify']>, 'headers' | 'body'>

function signed(fields: Form, key: string): Signed {
  return blank(33, 'How does the wallet write and sign a message? Its headers are an array of pairs.', 7)
}

/** The answer to a call: what the books say, or the code of a refusal. */
function fieldsOf(said: Said, mchId: string): Form {
  return blank(34, 'Which fields answer what the books say? The merchant is `mchId`, never that of the order.', 7)
}

function notifyOf(order: ScriptedOrder): Form {
  return blank(35, 'Which fields tell that an order is paid?', 7)
}

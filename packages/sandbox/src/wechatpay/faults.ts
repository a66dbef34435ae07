import { DIALECT_FAULTS } from '../faults/catalogue.ts'
import type { SandboxFault } from '../faults/fault.ts'
import {
  brokenSign,
  type Draft,
  envelope,
  probeSign,
  refusing,
  signedByStranger,
  staleSign,
  twiceSigned,
  unsigned,
} from './faults-draft.ts'
import { changedLeaves, type Json, type JsonObject } from './json.ts'
import { fromRfc3339, rfc3339 } from './time.ts'

/** Everything that WeChat Pay can be told to do wrong. */
export const WECHAT_FAULTS: readonly SandboxFault[] = DIALECT_FAULTS.json

/** How a fault changes one of the wallet's messages; undefined where it has nothing to change. */
type Change = (draft: Draft, value: number) => Draft | undefined
type Changes = Readonly<Record<string, Change>>

/** An id that no wallet has. */
const UNKNOWN_SERIAL = 'F'.repeat(40)

/** `stranger`: a private key that is not the wallet's, PEM. */
export function answerChanges(stranger: string): Changes {
  return {
    'busy-done': (draft) => refusing(draft, 500, 'SYSTEM_ERROR', '系统错误'),
    'respelled-code': (draft) => refusing(draft, 500, 'SYSTEMERROR', '系统错误'),
    'unlisted-code': (draft) => refusing(draft, 400, 'SANDBOX_NEW_CODE', '沙箱：文档中没有的错误码'),
    'unsigned-refusal': (draft) => ({ ...believableRefusal(draft), sign: unsigned }),
    'unsigned-answer': signedWith(unsigned),
    'broken-signature': signedWith(brokenSign),
    'signature-probe': signedWith(probeSign),
    'stale-answer': signedWith(staleSign),
    'repeated-header': signedWith(twiceSigned),
    'other-key-answer': signedWith(signedByStranger(stranger)),
    'key-rotated': signedWith(signedByStranger(stranger, UNKNOWN_SERIAL)),
    'other-order-answer': (draft) => said(draft, /^(?:out_trade_no|transaction_id)$/, otherEnd),
    'foreign-merchant-answer': (draft) => said(draft, /^(?:sp_)?mchid$/, otherEnd),
    'other-amount-answer': (draft) => said(draft, /^amount\.(?:total|refund)$/, nextNumber),
    'extra-field-answer': (draft) => draft.object && { ...draft, object: { ...draft.object, ...NEW_FIELD } },
    'few-fields-answer': (draft) => fewFields(draft.object, (object) => ({ ...draft, object })),
    'clock-skew': (draft, ms) => said(draft, /_time$/, shifted(ms)),
  }
}

export function notifyChanges(stranger: string): Changes {
  return {
    'notify-forged': (draft) => ({ ...draft, wire: forged }),
    'notify-unsigned': signedWith(unsigned),
    'notify-broken-signature': signedWith(brokenSign),
    'notify-signature-probe': signedWith(probeSign),
    'notify-stale': signedWith(staleSign),
    'notify-repeated-header': signedWith(twiceSigned),
    'notify-other-key': signedWith(signedByStranger(stranger)),
    'notify-key-rotated': signedWith(signedByStranger(stranger, UNKNOWN_SERIAL)),
    'notify-rewritten': (draft) => ({ ...draft, wire: (_, body) => rewritten(body) }),
    'notify-tag-cut': (draft) => ({
      ...draft,
      box: (locked) => Buffer.from(locked, 'base64').subarray(0, -4).toString('base64'),
    }),
    'notify-tag-flipped': (draft) => ({ ...draft, box: flipped }),
    'notify-other-data': (draft) => ({ ...draft, associatedData: 'another' }),
    'notify-wrong-amount': (draft) =>
      told(draft, /^amount\.(?:total|payer_total|refund|payer_refund)$/, (value) => (value === 1 ? 2 : 1)),
    'notify-foreign-merchant': (draft) => told(draft, /^(?:sp_)?mchid$/, otherEnd),
    'notify-foreign-currency': (draft) => told(draft, /^amount\.currency$/, () => 'USD'),
    'notify-other-order': (draft) => told(draft, /^(?:out_trade_no|transaction_id)$/, otherEnd),
    'notify-extra-field': (draft) => draft.content && { ...draft, content: { ...draft.content, ...NEW_FIELD } },
    'notify-few-fields': (draft) => fewFields(draft.content, (content) => ({ ...draft, content })),
    'notify-bad-time': (draft) => told(draft, /^success_time$/, () => '2026-02-30T25:00:00+08:00'),
    'notify-clock-skew': (draft, ms) => told(draft, /_time$/, shifted(ms)),
  }
}

const NEW_FIELD: JsonObject = { sandbox_new_field: '沙箱 & <new>', sandbox_new_object: { list: [1, 'x'] } }

function signedWith(sign: Draft['sign']): Change {
  return (draft) => ({ ...draft, sign })
}

/** A code that would be believed if it were signed. */
function believableRefusal(draft: Draft): Draft {
  if (draft.call === 'pay') return refusing(draft, 400, 'ORDER_CLOSED', '沙箱：没有签名的拒绝')
  if (draft.call === 'refund') return refusing(draft, 403, 'NOT_ENOUGH', '沙箱：没有签名的拒绝')
  return refusing(draft, 404, draft.call === 'queryRefund' ? 'RESOURCE_NOT_EXISTS' : 'ORDER_NOT_EXIST', '沙箱：没有签名的拒绝')
}

/** Other values in an answer. */
function said(draft: Draft, paths: RegExp, change: (value: Json) => Json): Draft | undefined {
  const object = draft.object && changedLeaves(draft.object, paths, change)
  return object && { ...draft, object }
}

/** Other values in what a notify encrypts. */
function told(draft: Draft, paths: RegExp, change: (value: Json) => Json): Draft | undefined {
  const content = draft.content && changedLeaves(draft.content, paths, change)
  return content && { ...draft, content }
}

/** What no page promises, or nothing is booked by. */
const NOT_NEEDED = [
  'attach',
  'trade_state_desc',
  'trade_type',
  'bank_type',
  'payer',
  'promotion_detail',
  'channel',
  'user_received_account',
  'funds_account',
  'create_time',
]

function fewFields(object: JsonObject | undefined, done: (object: JsonObject) => Draft): Draft | undefined {
  const names = Object.keys(object ?? {})
  if (!object || !names.some((name) => NOT_NEEDED.includes(name))) return undefined
  return done(Object.fromEntries(Object.entries(object).filter(([name]) => !NOT_NEEDED.includes(name))))
}

/** Another number of the same length. */
function otherEnd(value: Json): Json {
  return typeof value === 'string' ? value.replace(/.$/, (last) => (last === '7' ? '8' : '7')) : value
}

function nextNumber(value: Json): Json {
  return typeof value === 'number' ? value + 1 : value
}

function shifted(ms: number): (value: Json) => Json {
  return (value) => {
    const at = typeof value === 'string' ? fromRfc3339(value) : undefined
    return at === undefined ? value : rfc3339(at + ms)
  }
}

/** Another amount behind the same signature. */
function forged(draft: Draft, body: Uint8Array): Uint8Array {
  const content = draft.content && changedLeaves(draft.content, /^amount\.(?:total|refund)$/, nextNumber)
  return content ? envelope(draft, content) : body
}

function rewritten(body: Uint8Array): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 1))
}

function flipped(locked: string): string {
  const bytes = Buffer.from(locked, 'base64')
  bytes[0] = (bytes[0] ?? 0) ^ 1
  return bytes.toString('base64')
}

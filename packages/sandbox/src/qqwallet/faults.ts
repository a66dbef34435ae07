import { beijingTime, fromBeijingTime } from '../books/time.ts'
import { DIALECT_FAULTS } from '../faults/catalogue.ts'
import type { SandboxFault } from '../faults/fault.ts'
import { Refusal } from './errors.ts'
import { brokenSign, type Draft, refusing, signedByAnother, signedByNext, unsigned, without } from './faults-draft.ts'
import type { Fields } from './sign.ts'

/** Everything that QQ Wallet can be told to do wrong. */
export const QQ_FAULTS: readonly SandboxFault[] = DIALECT_FAULTS.xml

/** How a fault changes one of the wallet's messages; undefined where it has nothing to change. */
type Change = (draft: Draft, value: number) => Draft | undefined

export const ANSWER_CHANGES: Readonly<Record<string, Change>> = {
  'busy-done': (draft) => refusing(draft, new Refusal('SYSTEMERROR')),
  'unlisted-code': (draft) => refusing(draft, { code: 'SANDBOX_NEW_CODE', message: '沙箱：文档中没有的错误码' }),
  'unsigned-refusal': (draft) => ({
    ...refusing(draft, { code: believableRefusal(draft), message: '沙箱：没有签名的拒绝' }),
    sign: unsigned,
  }),
  'return-code-fail': (draft) => ({ ...saying(draft, COMMUNICATION_FAILED), sign: unsigned }),
  'unsigned-answer': (draft) => ({ ...draft, sign: unsigned }),
  'broken-signature': (draft) => ({ ...draft, sign: brokenSign }),
  'other-key-answer': (draft) => ({ ...draft, sign: signedByAnother }),
  'key-rotated': (draft) => ({ ...draft, sign: signedByNext }),
  'other-order-answer': otherOrder,
  'foreign-merchant-answer': foreignMerchant,
  'other-amount-answer': (draft) => changed(draft, AMOUNTS, otherDigits),
  'extra-field-answer': extraField,
  'few-fields-answer': fewFields,
  'odd-case-state': oddCase,
  'clock-skew': clockSkew,
}

export const NOTIFY_CHANGES: Readonly<Record<string, Change>> = {
  'notify-forged': (draft) => ({ ...draft, sign: (fields, merchant) => forged(draft.sign(fields, merchant)) }),
  'notify-unsigned': (draft) => ({ ...draft, sign: unsigned }),
  'notify-broken-signature': (draft) => ({ ...draft, sign: brokenSign }),
  'notify-other-key': (draft) => ({ ...draft, sign: signedByAnother }),
  'notify-key-rotated': (draft) => ({ ...draft, sign: signedByNext }),
  'notify-wrong-amount': wrongAmount,
  'notify-foreign-merchant': foreignMerchant,
  'notify-foreign-currency': (draft) => changed(draft, /^fee_type$/, () => 'USD'),
  'notify-other-order': otherOrder,
  'notify-extra-field': extraField,
  'notify-few-fields': (draft) => saying(draft, without(draft.fields, NOT_FOR_BOOKING)),
  'notify-odd-case': oddCase,
  'notify-with-return-code': (draft) =>
    saying(draft, new Map([['return_code', 'SUCCESS'], ['result_code', 'SUCCESS'], ...draft.fields])),
  'notify-bad-time': (draft) => changed(draft, /^time_end$/, () => '20260230250000'),
  'notify-clock-skew': clockSkew,
}

/** 通信失败, without a word about why. */
const COMMUNICATION_FAILED: Fields = new Map([
  ['return_code', 'FAIL'],
  ['return_msg', '沙箱：通信失败'],
])

const AMOUNTS = /^(?:total_fee|refund_fee(?:_[0-9]+)?)$/

/** A code that would be believed if it were signed. */
function believableRefusal({ call }: Draft): string {
  if (call === 'pay') return 'ORDERCLOSED'
  return call === 'refund' ? 'NOTENOUGH' : 'ORDERNOTEXIST'
}

const NOT_FOR_BOOKING = ['device_info', 'trade_type', 'bank_type', 'cash_fee', 'coupon_fee', 'attach', 'openid']

function saying(draft: Draft, fields: Fields): Draft {
  return { ...draft, fields }
}

/** Other values for the fields of those names; undefined where none is there. */
function changed(draft: Draft, names: RegExp, change: (value: string) => string): Draft | undefined {
  if (![...draft.fields.keys()].some((name) => names.test(name))) return undefined
  const fields = [...draft.fields].map(([name, value]): [string, string] => [name, names.test(name) ? change(value) : value])
  return saying(draft, new Map(fields))
}

/** Books that say one fen hear of two, all others of one. */
function wrongAmount(draft: Draft): Draft | undefined {
  const other = draft.fields.get('total_fee') === '1' ? '2' : '1'
  return changed(draft, /^(?:total_fee|cash_fee)$/, () => other)
}

function forged(fields: Fields): Fields {
  return new Map([...fields].map(([name, value]) => [name, name === 'total_fee' ? otherDigits(value) : value]))
}

/** The next number of the same length, so that nothing but the value is odd. */
function otherDigits(value: string): string {
  return value.replace(/[0-9]$/, (digit) => String((Number(digit) + 1) % 10)).replace(/^0$/, '1')
}

/** A message about an order and a payment of somebody else's. */
function otherOrder(draft: Draft): Draft | undefined {
  if (!draft.fields.has('out_trade_no')) return undefined
  return changed(draft, /^(?:out_trade_no|transaction_id)$/, otherEnd)
}

/** Another number of the same length. */
function otherEnd(value: string): string {
  return value.replace(/.$/, (last) => (last === '7' ? '8' : '7'))
}

/** Still under our key: only the number tells. */
function foreignMerchant(draft: Draft): Draft | undefined {
  return changed(draft, /^mch_id$/, otherEnd)
}

function extraField(draft: Draft): Draft {
  return saying(draft, new Map([...draft.fields, ['sandbox_new_field', '沙箱 & <new>']]))
}

/** Without what no page promises. A discount stays: the amounts would not add up. */
function fewFields(draft: Draft): Draft | undefined {
  const names = [...draft.fields.keys()].filter((name) => NOT_PROMISED.test(name))
  return names.length > 0 ? saying(draft, without(draft.fields, names)) : undefined
}

const NOT_PROMISED = /^(?:device_info|attach|openid|refund_count|(?:coupon|cash)_refund_fee_[0-9]+)$/

/** `SUCCESS` becomes `Success`. */
function oddCase(draft: Draft): Draft | undefined {
  return changed(draft, /^(?:trade_state|refund_status_[0-9]+)$/, (word) => word.charAt(0) + word.slice(1).toLowerCase())
}

function clockSkew(draft: Draft, ms: number): Draft | undefined {
  return changed(draft, /^time_end$/, (time) => {
    const at = fromBeijingTime(time)
    return at === undefined ? time : beijingTime(at + ms)
  })
}

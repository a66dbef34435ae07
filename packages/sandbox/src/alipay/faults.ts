import { createPrivateKey } from 'node:crypto'
import { DIALECT_FAULTS } from '../faults/catalogue.ts'
import type { SandboxFault } from '../faults/fault.ts'
import { certificateIn } from './certificate.ts'
import { brokenSignature, type Draft, edited, refusing, rewritten, unsigned } from './faults-draft.ts'
import { changedTexts, nextFen, otherEnd, shifted } from './faults-values.ts'
import type { JsonObject } from './json.ts'
import type { SigningKey } from './keys.ts'

/** Everything that Alipay can be told to do wrong. */
export const ALIPAY_FAULTS: readonly SandboxFault[] = DIALECT_FAULTS.form

/** How a fault changes one of the wallet's answers; undefined where it has nothing to change. */
type Change = (draft: Draft, value: number) => Draft | undefined
type Changes = Readonly<Record<string, Change>>

/** What faults sign with. */
export interface FaultKeys {
  /** A private key that is not the wallet's, PEM. */
  readonly stranger: string
  /** The wallet's own; one of an expired certificate may be among them. */
  readonly walletKeys: readonly SigningKey[]
}

/** A certificate number that no wallet has. */
const UNKNOWN_SN = 'f'.repeat(32)
const UNAVAILABLE = ['20000', 'Service Currently Unavailable'] as const
const FAILED = ['40004', 'Business Failed'] as const

export function answerChanges({ stranger, walletKeys }: FaultKeys): Changes {
  const key = createPrivateKey(stranger)
  return {
    ...SAID,
    'busy-done': (draft) => refusing(draft, UNAVAILABLE, 'isp.unknow-error', '系统繁忙'),
    'busy-in-business': (draft) => refusing(draft, FAILED, 'ACQ.SYSTEM_ERROR', '系统错误'),
    'misspelled-code': (draft) => refusing(draft, FAILED, 'AQC.SYSTEM_ERROR', '系统错误'),
    'unlisted-code': (draft) => refusing(draft, FAILED, 'ACQ.SANDBOX_NEW_CODE', '沙箱：文档中没有的错误码'),
    'unsigned-refusal': (draft) => ({ ...believableRefusal(draft), sign: unsigned }),
    'unsigned-answer': (draft) => ({ ...draft, sign: unsigned }),
    'broken-signature': (draft) => ({ ...draft, sign: brokenSignature }),
    'other-key-answer': (draft) => ({ ...draft, key }),
    'key-rotated': (draft) => ({ ...draft, key, sn: draft.sn && UNKNOWN_SN }),
    'other-certificate-answer': (draft) => ({ ...draft, key, sn: draft.app.signer?.sn ?? UNKNOWN_SN }),
    'expired-certificate-answer': (draft) => ({ ...draft, ...(expired(draft, walletKeys) ?? { key, sn: UNKNOWN_SN }) }),
    'edited-answer': (draft) => ({ ...draft, wire: edited }),
    'rewritten-answer': (draft) => ({ ...draft, wire: rewritten }),
    'other-method-answer': (draft) => ({ ...draft, name: draft.name === QUERY ? REFUND_QUERY : QUERY }),
  }
}

/** What a signed answer says that is not so. */
const SAID: Changes = {
  'other-order-answer': (draft) => said(draft, /^(?:out_trade_no|trade_no)$/, otherEnd),
  'other-amount-answer': (draft) => said(draft, /^(?:total_amount|refund_amount|refund_fee)$/, nextFen),
  'clock-skew': (draft, ms) => said(draft, /^(?:gmt_\w+|send_pay_date)$/, shifted(ms)),
  'extra-field-answer': (draft) => ({ ...draft, payload: { ...draft.payload, ...NEW_FIELD } }),
  'few-fields-answer': fewFields,
  'no-fund-change': noFundChange,
}

const QUERY = 'alipay_trade_query_response'
const REFUND_QUERY = 'alipay_trade_fastpay_refund_query_response'

/** Braces, quotes and a `sign` of its own, for those who look for these by hand. */
const NEW_FIELD: JsonObject = {
  sandbox_new_field: '沙箱 {"sign":"x"} & <new> \\',
  sandbox_new_object: { sign: 'none', list: [1, '}'] },
}

/** The wallet's own key behind a certificate that has expired. */
function expired({ at }: Draft, keys: readonly SigningKey[]): SigningKey | undefined {
  return keys.find(({ certificate }) => certificate !== undefined && Date.parse(certificateIn(certificate).validTo) <= at)
}

/** A code that would be believed if it were signed. */
function believableRefusal(draft: Draft): Draft {
  const code = BELIEVABLE[draft.call] ?? 'ACQ.TRADE_NOT_EXIST'
  return refusing(draft, FAILED, code, '沙箱：没有签名的拒绝')
}

const BELIEVABLE: Readonly<Partial<Record<Draft['call'], string>>> = {
  pay: 'ACQ.TRADE_HAS_CLOSE',
  refund: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
  close: 'ACQ.TRADE_STATUS_ERROR',
  reverse: 'ACQ.CANCEL_NOT_ALLOWED',
  statement: 'NO_BILL_DATA',
}

function said(draft: Draft, names: RegExp, change: (value: string) => string): Draft | undefined {
  const payload = changedTexts(draft.payload, names, change)
  return payload && { ...draft, payload }
}

/** N in the place of Y; and nothing in the place of N, which means the same. */
function noFundChange(draft: Draft): Draft | undefined {
  const { fund_change, ...more } = draft.payload
  if (fund_change === undefined) return undefined
  return { ...draft, payload: fund_change === 'Y' ? { ...draft.payload, fund_change: 'N' } : more }
}

/** What no page promises in every answer. */
const NOT_PROMISED =
  /^(?:buyer_(?:user_id|open_id|user_type|pay_amount)|(?:point|invoice|receipt|discount|mdiscount)_amount|send_pay_date|fund_bill_list|voucher_detail_list|store_\w+|terminal_id|passback_params|gmt_\w+|refund_detail_item_list|send_back_fee|refund_reason)$/

function fewFields(draft: Draft): Draft | undefined {
  const members = Object.entries(draft.payload)
  const few = members.filter(([name]) => !NOT_PROMISED.test(name))
  return few.length < members.length ? { ...draft, payload: Object.fromEntries(few) } : undefined
}

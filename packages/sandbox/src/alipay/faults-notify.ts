import { createPrivateKey, sign } from 'node:crypto'
import { bytesOf, type Form, rightSign } from './faults-form.ts'
import { nextFen, oneFen, otherEnd, shifted } from './faults-values.ts'
import { TOLD, textOf } from './sign.ts'

/** How a fault changes a notify; undefined where it has nothing to change. */
type Change = (form: Form, value: number) => Form | undefined
type Changes = Readonly<Record<string, Change>>

/** `stranger`: a private key that is not the wallet's, PEM. */
export function notifyChanges(stranger: string): Changes {
  const key = createPrivateKey(stranger)
  return {
    ...TOLD_OTHERWISE,
    'notify-forged': (form) => ({ ...form, wire: forged }),
    'notify-unsigned': (form) => ({ ...form, signs: () => [] }),
    'notify-sign-empty': (form) => ({ ...form, signs: () => [''] }),
    'notify-broken-signature': (form) => ({ ...form, signs: (each) => [broken(rightSign(each))] }),
    'notify-sign-repeated': (form) => ({ ...form, signs: (each) => [rightSign(each), broken(rightSign(each))] }),
    // A notify does not say whose key it is.
    'notify-other-key': (form) => ({ ...form, key }),
    'notify-key-rotated': (form) => ({ ...form, key }),
    'notify-downgraded': (form) => ({ ...form, fields: withField(form, 'sign_type', 'RSA'), signs: (each) => [oldSign(each)] }),
    'notify-escaped-twice': (form) => ({ ...form, wire: (text) => text.replaceAll('%', '%25').replaceAll('+', '%2B') }),
    'notify-wrong-charset': (form) => inGbk(form, 'utf-8', (each) => [rightSign({ ...each, charset: 'utf-8' })]),
    'notify-gbk': (form) => inGbk(form, 'GBK', (each) => [rightSign(each)]),
  }
}

/** What a signed notify says that is not so, or not usual. */
const TOLD_OTHERWISE: Changes = {
  'notify-wrong-amount': (form) =>
    told(form, /^(?:total_amount|receipt_amount|invoice_amount|buyer_pay_amount|refund_fee)$/, oneFen),
  'notify-foreign-merchant': (form) => told(form, /^seller_id$/, otherEnd),
  'notify-foreign-app': (form) => told(form, /^app_id$/, otherEnd),
  'notify-other-order': (form) => told(form, /^(?:out_trade_no|trade_no)$/, otherEnd),
  'notify-bad-time': (form) => told(form, /^gmt_(?:payment|refund)$/, () => '2026-02-30 25:00:00'),
  'notify-clock-skew': (form, ms) => told(form, /^(?:gmt_\w+|notify_time)$/, shifted(ms)),
  'notify-extra-field': (form) => ({ ...form, fields: withField(form, 'sandbox_new_field', NEW_VALUE) }),
  'notify-few-fields': fewFields,
  'notify-zero-refund': (form) =>
    form.fields.has('refund_fee') ? undefined : { ...form, fields: withField(form, 'refund_fee', '0.00') },
}

/** For those who decode twice, or split before they decode. */
const NEW_VALUE = '沙箱 50% off&a=b+c%7B%22d%22%7D'

function withField({ fields }: Form, name: string, value: string): Form['fields'] {
  return new Map([...fields, [name, value]])
}

function told(form: Form, names: RegExp, change: (value: string) => string): Form | undefined {
  if (![...form.fields.keys()].some((name) => names.test(name))) return undefined
  return { ...form, fields: new Map([...form.fields].map(([name, value]) => [name, names.test(name) ? change(value) : value])) }
}

const BOOKED =
  /^(?:notify_(?:time|type|id)|app_id|auth_app_id|charset|version|sign_type|seller_id|trade_no|out_trade_no|trade_status|total_amount|refund_fee|out_biz_no|gmt_refund)$/

function fewFields(form: Form): Form | undefined {
  const few = new Map([...form.fields].filter(([name]) => BOOKED.test(name)))
  return few.size < form.fields.size ? { ...form, fields: few } : undefined
}

/** In other bytes, with letters that are others there. `named`: what it says that it is. */
function inGbk(form: Form, named: string, signs: Form['signs']): Form {
  const fields = new Map([...form.fields, ['charset', named], ['body', '沙箱：一杯茶']])
  const headers = [['Content-Type', `application/x-www-form-urlencoded; charset=${named}`]] as const
  return { ...form, fields, headers, charset: 'gbk', signs }
}

/** SHA1withRSA. */
function oldSign(form: Form): string {
  return sign('sha1', textOf(bytesOf(form), TOLD), form.key).toString('base64')
}

function broken(value: string): string {
  return value.replace(/./, (first) => (first === 'A' ? 'B' : 'A'))
}

/** Another amount behind the same signature. */
function forged(text: string): string {
  return text.replace(/(?<=(?:^|&)total_amount=)[^&]*/, nextFen)
}

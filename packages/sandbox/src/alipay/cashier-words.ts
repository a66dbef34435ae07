import type { Language } from '../server/language.ts'

interface Words {
  readonly html: string
  readonly title: string
  readonly note: string
  readonly scan: string
  readonly code: string
  readonly merchant: string
  readonly order: string
  readonly expires: string
  readonly back: string
}

/** What the cashier says that the payer's phone does not. */
export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    html: 'zh-CN',
    title: '支付宝收银台',
    note: '沙箱：没有真实的钱',
    scan: '用付款人的手机扫码支付，或在此登录后支付：',
    code: '商户订单二维码',
    merchant: '收款方',
    order: '商户订单号',
    expires: '有效期至',
    back: '返回商户',
  },
  en: {
    html: 'en',
    title: 'Alipay cashier',
    note: 'Sandbox: no real money',
    scan: "Scan it with the payer's phone, or sign in and pay here:",
    code: 'QR code of the order',
    merchant: 'Paid to',
    order: 'Order number',
    expires: 'Valid until',
    back: 'Back to the merchant',
  },
}

import type { PayerAction } from '@tpkit/core'
import type { PhoneBill } from '../wallet.ts'

export type Language = 'zh' | 'en'

interface Words {
  readonly htmlLang: string
  readonly other: string
  readonly title: string
  readonly note: string
  readonly openOrders: string
  readonly noOrders: string
  readonly back: string
  readonly merchant: string
  readonly order: string
  readonly scan: string
  readonly status: Readonly<Record<PhoneBill['status'], string>>
  readonly action: Readonly<Record<PayerAction, string>>
  /** What the payer reads after an action that left the order open. */
  readonly left: Readonly<Record<Exclude<PayerAction, 'pay'>, string>>
  readonly notFound: string
  readonly badRequest: string
}

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    htmlLang: 'zh-CN',
    other: 'English',
    title: '付款人的手机',
    note: '沙箱：没有真实的钱',
    openOrders: '待支付订单',
    noOrders: '暂无待支付订单，页面会自动刷新。',
    back: '返回列表',
    merchant: '商户',
    order: '商户订单号',
    scan: '商户订单二维码',
    status: { open: '待支付', paid: '支付成功', closed: '订单已关闭', expired: '订单已过期', reversed: '订单已撤销' },
    action: { pay: '支付', 'wrong-password': '密码错误', 'no-funds': '余额不足', cancel: '取消' },
    left: { 'wrong-password': '密码错误，未付款。', 'no-funds': '余额不足，未付款。', cancel: '已取消，未付款。' },
    notFound: '没有这个订单。',
    badRequest: '请使用页面上的按钮。',
  },
  en: {
    htmlLang: 'en',
    other: '中文',
    title: "Payer's phone",
    note: 'Sandbox: no real money',
    openOrders: 'Orders to pay',
    noOrders: 'No order to pay yet; this page refreshes itself.',
    back: 'Back to the list',
    merchant: 'Merchant',
    order: 'Order number',
    scan: 'QR code of the order',
    status: {
      open: 'To be paid',
      paid: 'Paid',
      closed: 'The order was closed',
      expired: 'The order has expired',
      reversed: 'The order was reversed',
    },
    action: { pay: 'Pay', 'wrong-password': 'Wrong password', 'no-funds': 'No funds', cancel: 'Cancel' },
    left: {
      'wrong-password': 'Wrong password; nothing was paid.',
      'no-funds': 'Not enough funds; nothing was paid.',
      cancel: 'Cancelled; nothing was paid.',
    },
    notFound: 'There is no such order.',
    badRequest: 'Please use the buttons of the page.',
  },
}

/** `?lang=` decides, then the browser's first wish that is spoken here, then English. */
export function languageOf(asked: string | null, acceptLanguage: string | undefined): Language {
  if (asked === 'zh' || asked === 'en') return asked
  const wishes = (acceptLanguage ?? '')
    .toLowerCase()
    .split(',')
    .map(wish)
    .filter(({ quality }) => quality > 0)
  const spoken = wishes.sort((a, b) => b.quality - a.quality).map(({ tag }) => tag.slice(0, 2))
  return spoken.find((tag) => tag === 'zh' || tag === 'en') === 'zh' ? 'zh' : 'en'
}

function wish(text: string): { readonly tag: string; readonly quality: number } {
  const [tag = '', parameter = ''] = text.trim().split(';')
  return { tag, quality: Number(/^\s*q=([0-9.]+)$/.exec(parameter)?.[1] ?? 1) }
}

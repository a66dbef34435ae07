import type { PayerAction } from '@tpkit/core'
import type { PhoneBill } from '../../wallet.ts'
import type { Language } from '../language.ts'

export interface Words {
  readonly title: string
  readonly openOrders: string
  readonly noOrders: string
  readonly back: string
  readonly wallet: string
  readonly merchant: string
  readonly order: string
  readonly scene: string
  readonly expires: string
  readonly price: string
  readonly discount: string
  readonly scan: string
  readonly scenes: Readonly<Record<PhoneBill['scene'], string>>
  readonly status: Readonly<Record<PhoneBill['status'], string>>
  readonly action: Readonly<Record<PayerAction, string>>
  /** What the payer reads after an action that left the order open. */
  readonly left: Readonly<Record<Exclude<PayerAction, 'pay'>, string>>
  readonly password: string
  readonly passwordNote: string
  readonly enter: string
  readonly code: string
  readonly codeScan: string
  readonly codeNote: string
  readonly whoScans: string
  readonly newCode: string
  readonly used: string
  readonly notFound: string
  readonly badRequest: string
}

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    title: '付款人的手机',
    openOrders: '待支付订单',
    noOrders: '暂无待支付订单，页面会自动刷新。',
    back: '返回列表',
    wallet: '钱包',
    merchant: '商户',
    order: '商户订单号',
    scene: '支付场景',
    expires: '有效期至',
    price: '原价',
    discount: '优惠',
    scan: '商户订单二维码',
    scenes: {
      native: '扫码支付',
      micropay: '付款码支付',
      jsapi: '公众号支付',
      mini: '小程序支付',
      app: 'APP 支付',
      h5: 'H5 支付',
      page: '电脑网站支付',
    },
    status: { open: '待支付', paid: '支付成功', closed: '订单已关闭', expired: '订单已过期', reversed: '订单已撤销' },
    action: { pay: '支付', 'wrong-password': '密码错误', 'no-funds': '余额不足', cancel: '取消' },
    left: { 'wrong-password': '密码错误，未付款。', 'no-funds': '余额不足，未付款。', cancel: '已取消，未付款。' },
    password: '请输入支付密码',
    passwordNote: '收银台正在等待付款人输入密码（USERPAYING）。请选择付款人的操作：',
    enter: '输入正确密码并支付',
    code: '付款码',
    codeScan: '付款码二维码',
    codeNote: '一码一单，约一分钟更换一次；可直接复制数字。',
    whoScans: '由商户的扫码枪扫描：店铺读出这串数字，作为 authCode 发起付款码支付。例如：',
    newCode: '换一个付款码',
    used: '收银台已扫描这个付款码：',
    notFound: '没有这个订单。',
    badRequest: '请使用页面上的按钮。',
  },
  en: {
    title: "Payer's phone",
    openOrders: 'Orders to pay',
    noOrders: 'No order to pay yet; this page refreshes itself.',
    back: 'Back to the list',
    wallet: 'Wallet',
    merchant: 'Merchant',
    order: 'Order number',
    scene: 'Scene',
    expires: 'Valid until',
    price: 'Price',
    discount: 'Discount',
    scan: 'QR code of the order',
    scenes: {
      native: 'QR code',
      micropay: 'Payment code',
      jsapi: 'Web page',
      mini: 'Mini program',
      app: 'App',
      h5: 'Mobile browser',
      page: 'Desktop browser',
    },
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
    password: 'Payment password',
    passwordNote: 'The counter waits for the payer to type the password (USERPAYING). What does the payer do?',
    enter: 'Right password: pay',
    code: 'Payment code',
    codeScan: 'QR code of the payment code',
    codeNote: 'Good for one order; changes about once a minute. The digits can be copied.',
    whoScans: "The shop's scanner reads it: the shop sends the digits as authCode. For example:",
    newCode: 'Show a new code',
    used: 'The counter has scanned this code:',
    notFound: 'There is no such order.',
    badRequest: 'Please use the buttons of the page.',
  },
}

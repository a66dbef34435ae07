import type { Lang } from '../lang.ts'
import { type SandboxWalletName, WALLET_NAMES } from '../sandbox/wallets.ts'
import type { DemoScene, DemoStory } from './scenes.ts'

/** Everything that the demo says, in both languages. */
export interface Words {
  readonly title: Readonly<Record<DemoStory, (wallet: SandboxWalletName) => string>>
  readonly start: (wallet: SandboxWalletName, mchId: string) => string
  readonly order: (orderNo: string, amount: string) => string
  readonly subject: string
  readonly qr: (text: string) => string
  readonly launch: (bridge: string) => string
  readonly code: (code: string) => string
  readonly paidAtOnce: (transactionId: string) => string
  readonly typing: string
  readonly payer: Readonly<Record<DemoScene, string>>
  readonly notified: (path: string) => string
  readonly bound: (amount: string) => string
  readonly kept: (transactionId: string) => string
  readonly polled: string
  readonly refunding: (wallet: SandboxWalletName, refundNo: string, amount: string) => string
  readonly refunded: (amount: string) => string
  readonly refundedAtOnce: (wallet: SandboxWalletName, refundNo: string, amount: string) => string
  readonly second: (orderNo: string, amount: string) => string
  readonly close: (wallet: SandboxWalletName, afterMs: number) => string
  /** Nobody scanned it: its own time ends it. */
  readonly expired: (wallet: SandboxWalletName, afterMs: number) => string
  readonly reverse: (wallet: SandboxWalletName, afterMs: number) => string
  readonly books: string
  readonly header: readonly string[]
  readonly status: Readonly<Record<string, string>>
  readonly agree: string
  readonly differ: (what: string) => string
  readonly done: (seconds: string) => string
  readonly next: Readonly<Record<DemoStory, string>>
  readonly orderAt: (orderNo: string, amount: string, account: string) => string
  readonly switched: (wallet: SandboxWalletName, account: string) => string
  readonly paidFirst: (account: string) => string
  readonly paidSecond: (account: string) => string
  readonly wentBack: (amount: string) => string
  readonly journal: string
  readonly oneStands: (amount: string, account: string) => string
  readonly failed: (why: string) => string
  readonly caught: string
  readonly waited: (what: string, seconds: number) => string
}

/** How what moves money back is secured. */
const OVER: Readonly<Record<SandboxWalletName, Readonly<Record<Lang, string>>>> = {
  qqwallet: { en: ' over mutual TLS', zh: '，双向 TLS' },
  wechatpay: { en: ', signed with RSA', zh: '，RSA 签名' },
  alipay: { en: ', signed with RSA2', zh: '，RSA2 签名' },
}

/** Why the first code of an order outlives the second. */
const STAYS: Readonly<Record<SandboxWalletName, Readonly<Record<Lang, string>>>> = {
  qqwallet: { en: 'the first code cannot be closed yet', zh: '第一个二维码此时还不能关闭' },
  wechatpay: { en: 'the connection breaks as the first code is to be closed', zh: '关闭第一个二维码时连接中断' },
  alipay: {
    en: 'the wallet knows nothing yet of a code that nobody scanned, so that there is nothing to close',
    zh: '第一个二维码尚未被扫，钱包还没有这笔交易，无从关闭',
  },
}

/** Latin letters behind Chinese ones take a blank. */
function spaced(name: string): string {
  return /^[A-Z]/.test(name) ? ` ${name}` : name
}

function lengthOf(ms: number, lang: Lang = 'en'): string {
  const [seconds, minutes] = [Math.round(ms / 1000), Math.floor(ms / 60_000)]
  if (minutes > 0) return lang === 'zh' ? `${minutes} 分钟` : `${minutes} min`
  return lang === 'zh' ? `${seconds} 秒` : `${seconds} s`
}

const en: Words = {
  title: {
    usual: (wallet) =>
      `tpkit demo: one payment at a local ${WALLET_NAMES[wallet].en}, from order to refund, over the real wire protocol, kept in a ledger`,
    double: () => 'tpkit demo: one order that is paid twice, at two wallets',
  },
  start: (wallet, mchId) =>
    `local ${WALLET_NAMES[wallet].en} started, merchant ${mchId}; certificates and keys drawn for this run`,
  order: (orderNo, amount) => `order ${orderNo} over ${amount}: sent to the wallet, signed; its signed answer verified`,
  subject: 'Tea for two',
  qr: (text) => `the wallet gave a QR code for the payer: ${text}`,
  launch: (bridge) => `the wallet prepared the order; the page inside the wallet's app opens its cashier with ${bridge}:`,
  code: (code) => `the payer's phone shows a payment code, the shop scans it: ${code}`,
  paidAtOnce: (transactionId) => `paid at once, the wallet says so in its signed answer: transaction ${transactionId}`,
  typing: 'above the amount for which the code is enough: the payer is asked for the password',
  payer: {
    native: 'the payer scans it and presses "pay"',
    jsapi: 'the payer presses "pay" there',
    micropay: 'the payer types the password',
  },
  notified: (path) => `the wallet notifies the shop at ${path}: signature verified over the raw bytes`,
  bound: (amount) => `bound to our order: merchant, order number and ${amount} fit; booked as paid, then acknowledged`,
  kept: (transactionId) => `in the ledger: paid, transaction ${transactionId}`,
  polled: 'of payment codes this wallet tells nothing by itself: asked until it was final, and booked as paid',
  refunding: (wallet, refundNo, amount) => `refund ${refundNo} of ${amount}${OVER[wallet].en}: accepted, not yet done`,
  refunded: (amount) => `asked for the refund until it was final: ${amount} went back`,
  refundedAtOnce: (wallet, refundNo, amount) => `refund ${refundNo} of ${amount}${OVER[wallet].en}: ${amount} went back at once`,
  second: (orderNo, amount) => `a second order ${orderNo} over ${amount}: nobody pays it`,
  close: (_, afterMs) =>
    `${lengthOf(afterMs)} later (both clocks move): closed at the wallet, so that nobody can pay it any more`,
  expired: (wallet, afterMs) =>
    `${lengthOf(afterMs)} later (both clocks move): nobody scanned it, so ${WALLET_NAMES[wallet].en} never had an order; its time is over, and it is closed here`,
  reverse: (wallet, afterMs) =>
    `${lengthOf(afterMs)} later (both clocks move): reversed${OVER[wallet].en}, it can never be paid any more`,
  books: "the wallet's own books, read through the sandbox's control API, against ours:",
  header: ['order', 'amount', 'wallet', 'ours', 'refunded', 'ours'],
  status: { paid: 'paid', closed: 'closed', reversed: 'reversed', open: 'open', pending: 'open' },
  agree: 'both books agree to the fen',
  differ: (what) => `the books differ: ${what}`,
  done: (seconds) => `done in ${seconds} s`,
  next: {
    usual:
      '"--story double" lets one order be paid twice; "--break amount" shows what happens when a wallet reports another amount; "tpkit sandbox" (here: npm run sandbox) gives you the payer\'s phone.',
    double: 'docs/cashier.md says what becomes of every order; "tpkit demo" shows a usual one.',
  },
  orderAt: (orderNo, amount, account) =>
    `order ${orderNo} over ${amount}: its payment written down, then sent to the account ${account}`,
  switched: (wallet, account) =>
    `the configuration now leads to ${account} ("switch: overlap"), and the payer asks for the same order again; ${STAYS[wallet].en}`,
  paidFirst: (account) => `the payer pays the first code: the order is paid through ${account}`,
  paidSecond: (account) => `and then the second one, through ${account}: written down as a second payment of one order`,
  wentBack: (amount) => `refunded by the cashier itself: ${amount} is back at the payer`,
  journal: "the order's journal tells all of it:",
  oneStands: (amount, account) => `exactly one payment stands: ${amount} through ${account}`,
  failed: (why) => `the demo stopped: ${why}`,
  caught:
    'The message was genuine (its signature held) but not ours, so nothing was booked. Look into it before goods leave the shop.',
  waited: (what, seconds) => `waited ${seconds} s for ${what} and nothing came`,
}

const zh: Words = {
  title: {
    usual: (wallet) =>
      `tpkit 演示：在本地${spaced(WALLET_NAMES[wallet].zh)}走完一笔支付，从下单到退款，使用真实报文协议，订单记入账本`,
    double: () => 'tpkit 演示：同一订单在两个钱包各被支付一次',
  },
  start: (wallet, mchId) => `本地${spaced(WALLET_NAMES[wallet].zh)}已启动，商户号 ${mchId}；证书与密钥仅为本次运行生成`,
  order: (orderNo, amount) => `订单 ${orderNo}，金额 ${amount}：已签名发给钱包，钱包的应答验签通过`,
  subject: '双人下午茶',
  qr: (text) => `钱包返回给付款人的二维码：${text}`,
  launch: (bridge) => `钱包已预下单；钱包内的页面用 ${bridge} 调起收银台：`,
  code: (code) => `付款人出示付款码，店铺扫码：${code}`,
  paidAtOnce: (transactionId) => `立即支付成功，见钱包签名的应答：交易号 ${transactionId}`,
  typing: '金额超过免密限额：等待付款人输入密码',
  payer: {
    native: '付款人扫码并点击“支付”',
    jsapi: '付款人在收银台点击“支付”',
    micropay: '付款人输入密码',
  },
  notified: (path) => `钱包通知店铺 ${path}：按原始字节验签通过`,
  bound: (amount) => `与我方订单核对：商户号、订单号、金额 ${amount} 一致；先入账，再应答`,
  kept: (transactionId) => `账本记录：已支付，交易号 ${transactionId}`,
  polled: '付款码支付没有通知：主动查询直至终态，按已支付入账',
  refunding: (wallet, refundNo, amount) => `退款 ${refundNo}，金额 ${amount}${OVER[wallet].zh}：已受理，尚未完成`,
  refunded: (amount) => `查询退款直至终态：${amount} 已退回`,
  refundedAtOnce: (wallet, refundNo, amount) => `退款 ${refundNo}，金额 ${amount}${OVER[wallet].zh}：${amount} 当即退回`,
  second: (orderNo, amount) => `第二笔订单 ${orderNo}，金额 ${amount}：无人支付`,
  close: (_, afterMs) => `${lengthOf(afterMs, 'zh')}后（双方时钟前进）：已在钱包关单，此后无法再支付`,
  expired: (wallet, afterMs) =>
    `${lengthOf(afterMs, 'zh')}后（双方时钟前进）：无人扫码，${WALLET_NAMES[wallet].zh}从未有过这笔交易；已过有效期，我方关单`,
  reverse: (wallet, afterMs) => `${lengthOf(afterMs, 'zh')}后（双方时钟前进）：已撤销${OVER[wallet].zh}，此后无法再支付`,
  books: '通过沙箱控制接口读取钱包自己的账本，与我方账本对照：',
  header: ['订单', '金额', '钱包', '我方', '已退款', '我方已退'],
  status: { paid: '已支付', closed: '已关闭', reversed: '已撤销', open: '未支付', pending: '未支付' },
  agree: '两本账一分不差',
  differ: (what) => `账本不一致：${what}`,
  done: (seconds) => `完成，用时 ${seconds} 秒`,
  next: {
    usual:
      '“--story double” 演示同一订单被支付两次；“--break amount” 演示钱包上报错误金额时会怎样；“tpkit sandbox”（本仓库：npm run sandbox）让您自己当付款人。',
    double: 'docs/cashier.zh-CN.md 说明每笔订单的去向；“tpkit demo” 演示一笔普通的支付。',
  },
  orderAt: (orderNo, amount, account) => `订单 ${orderNo}，金额 ${amount}：先登记支付尝试，再发给账户 ${account}`,
  switched: (wallet, account) => `配置改为 ${account}（“switch: overlap”），付款人再次请求同一订单；${STAYS[wallet].zh}`,
  paidFirst: (account) => `付款人支付第一个二维码：订单经 ${account} 已支付`,
  paidSecond: (account) => `又支付第二个，经 ${account}：记为同一订单的第二笔支付`,
  wentBack: (amount) => `收银台自动退款：${amount} 已退回付款人`,
  journal: '订单流水记录了全部经过：',
  oneStands: (amount, account) => `恰有一笔支付成立：${amount}，经 ${account}`,
  failed: (why) => `演示中止：${why}`,
  caught: '报文真实（签名有效），但不属于这笔订单，因此没有入账。发货前请先查明原因。',
  waited: (what, seconds) => `等待${what}${seconds} 秒，没有结果`,
}

export const WORDS: Readonly<Record<Lang, Words>> = { en, zh }

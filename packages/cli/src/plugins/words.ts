import type { Ability, Scene } from '@tpkit/core'

export const ABILITIES: readonly Ability[] = ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe', 'verifyReturn']

export interface Words {
  readonly scenes: Readonly<Record<Scene, string>>
  readonly abilities: Readonly<Record<Ability, string>>
  readonly heads: { readonly scenes: string; readonly abilities: string; readonly limits: string }
  readonly status: { readonly label: string; readonly ready: string; readonly planned: string }
  readonly limits: { readonly amount: string; readonly refund: string; readonly qr: string; readonly statement: string }
  readonly days: (count: number) => string
  readonly minutes: (count: number) => string
  /** Above the addresses that each wallet's plugin calls. */
  readonly origins: string
  readonly plugin: string
  readonly usedBy: (accounts: readonly string[]) => string
  readonly notLoaded: string
  readonly none: string
  readonly next: { readonly init: string; readonly doctor: string; readonly install: string }
}

export const WORDS: { readonly en: Words; readonly zh: Words } = {
  en: {
    scenes: {
      native: 'the payer scans our code',
      micropay: "we scan the payer's code",
      jsapi: "page in the wallet's app",
      mini: 'mini program',
      app: 'app',
      h5: 'mobile browser',
      page: 'website on a desktop',
    },
    abilities: {
      close: 'end an unpaid order',
      reverse: 'end a counter order',
      queryRefund: 'ask how a refund went',
      statement: "a day's lines",
      trust: "learn the wallet's keys",
      probe: 'harmless signed call',
      verifyReturn: "read the payer's return",
    },
    heads: { scenes: 'How the payer pays', abilities: 'Beside pay, query, refund and notify', limits: 'Limits' },
    status: { label: 'status', ready: 'ready', planned: 'planned' },
    limits: {
      amount: 'largest order, CNY',
      refund: 'refund after payment',
      qr: 'a QR code lives',
      statement: 'a statement is kept',
    },
    days: (count) => `${count} days`,
    minutes: (count) => (count % 60 === 0 ? `${count / 60} h` : `${count} min`),
    origins: 'What each calls (for a firewall)',
    plugin: 'plugin',
    usedBy: (accounts) => `used by ${accounts.join(', ')}`,
    notLoaded: 'cannot be loaded',
    none: 'No plugin is at hand.',
    next: {
      init: '"tpkit init" writes a configuration for one of them.',
      doctor: '"tpkit doctor" checks the accounts that use them.',
      install: 'npm install the plugin of your wallet, such as @tpkit/provider-qqwallet.',
    },
  },
  zh: {
    scenes: {
      native: '付款人扫码',
      micropay: '付款码',
      jsapi: '公众号等钱包内网页',
      mini: '小程序',
      app: '应用内支付',
      h5: '手机浏览器',
      page: '电脑网站',
    },
    abilities: {
      close: '关单',
      reverse: '撤销',
      queryRefund: '退款查询',
      statement: '对账单',
      trust: '更新平台证书',
      probe: '无害的签名请求',
      verifyReturn: '读取页面返回',
    },
    heads: { scenes: '支付场景', abilities: '除下单、查询、退款、通知之外的能力', limits: '限制' },
    status: { label: '状态', ready: '可用', planned: '计划中' },
    limits: { amount: '单笔最大金额（CNY）', refund: '支付后可退款', qr: '二维码有效', statement: '对账单保留' },
    days: (count) => `${count} 天`,
    minutes: (count) => (count % 60 === 0 ? `${count / 60} 小时` : `${count} 分钟`),
    origins: '各钱包会访问的地址（防火墙需放行）',
    plugin: '插件',
    usedBy: (accounts) => `使用账户：${accounts.join('、')}`,
    notLoaded: '无法加载',
    none: '没有可用的插件。',
    next: {
      init: '“tpkit init” 为其中之一写出配置。',
      doctor: '“tpkit doctor” 检查使用它们的账户。',
      install: '用 npm install 安装您的钱包插件，例如 @tpkit/provider-qqwallet。',
    },
  },
}

import { z } from '@hono/zod-openapi'
import { configName, line, MoneyToMove, named, ownNumber, said, timeText } from './said.ts'

/** Fields of every new payment, whatever its scene. */
const COMMON = {
  orderNo: said(
    ownNumber(),
    'Your own number of the order, 1 to 64 visible characters. Repeating it repeats the same payment, never a second one.',
    '商户订单号，1 至 64 个可见字符。重复提交即同一笔支付，不会产生第二笔。',
    'T-20261127-1',
  ),
  method: said(
    configName(),
    'A payment method of the configuration, see /v1/methods.',
    '配置中的支付方式，见 /v1/methods。',
    'wallet',
  ),
  subject: said(
    line(256),
    'What the payer reads. Wallets may allow less than 256 characters.',
    '商品描述，付款人可见；各钱包上限可能低于 256 字。',
    'Tea 茶',
  ),
  total: said(MoneyToMove, 'What the payer shall pay.', '订单金额。'),
  expiresAt: said(
    timeText(),
    'The last moment to pay, ISO 8601 with offset. Default: 15 minutes from now.',
    '最后付款时间，ISO 8601 带时区偏移；默认 15 分钟后。',
    '2026-11-27T15:00:00+08:00',
  ).optional(),
  attach: said(line(512), 'Kept with the order and handed to the wallet.', '附加数据，随订单保存并传给钱包。').optional(),
  payerIp: said(
    z.union([z.ipv4(), z.ipv6()], 'expected an IPv4 or IPv6 address'),
    "The payer's IP address. Some wallets want it for h5.",
    '付款人 IP 地址；部分钱包 h5 场景必需。',
    '203.0.113.5',
  ).optional(),
  extra: said(
    z.record(z.string().regex(/^[a-z][a-z0-9]{1,31}$/, 'expected the name of a provider'), z.record(z.string(), z.unknown())),
    'Fields of one provider, under its name. The provider checks them.',
    '某一渠道的专有字段，置于渠道名之下，由渠道校验。',
    { qqwallet: { promotionTag: 'level_tag=1' } },
  ).optional(),
}

const returnUrl = said(
  z.url({ protocol: /^https?$/, error: 'expected an http or https address' }).max(512),
  'Where the browser goes afterwards. Never proof of payment.',
  '付款后浏览器返回的地址；不能作为支付成功的依据。',
  'https://shop.example/orders/1',
).optional()

const payerId = said(
  z.string().regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 visible characters'),
  "The payer's id (openid, buyer id) under your application.",
  '付款人在应用下的标识（openid 等）。',
).optional()

const scene = <Name extends string>(...names: readonly [Name, ...Name[]]) =>
  said(z.enum(names), 'How the payer pays.', '支付场景。')

const SCENES = [
  named(
    z.strictObject({ ...COMMON, scene: scene('native', 'app') }),
    'NewCodeOrAppPayment',
    'Native (扫码): the payer scans a QR code. App: inside an application.',
    '扫码支付，或 App 支付。',
  ),
  named(
    z.strictObject({
      ...COMMON,
      scene: scene('micropay'),
      authCode: said(
        z.string().regex(/^[0-9]{16,24}$/, 'expected the 16 to 24 digits of a payment code'),
        'The digits of the code that the payer shows. Good for one order.',
        '付款码数字，仅可用于一笔订单。',
        '910000000000000001',
      ),
      deviceId: said(line(32), 'Your terminal.', '终端设备号。').optional(),
    }),
    'NewCounterPayment',
    'At the counter: you scan the code that the payer shows.',
    '付款码支付。',
  ),
  named(
    z.strictObject({ ...COMMON, scene: scene('jsapi', 'mini'), payerId }),
    'NewInWalletPayment',
    "Inside the wallet's own browser or mini program.",
    '公众号或小程序支付。',
  ),
  named(
    z.strictObject({
      ...COMMON,
      scene: scene('h5'),
      returnUrl,
      device: said(z.enum(['ios', 'android', 'wap']), 'What the browser runs on.', '浏览器所在系统。').optional(),
    }),
    'NewMobilePayment',
    'From a browser on a phone.',
    '手机浏览器支付。',
  ),
  named(
    z.strictObject({ ...COMMON, scene: scene('page'), returnUrl }),
    'NewPagePayment',
    'From a browser on a desk.',
    '电脑网站支付。',
  ),
] as const

export const NewPayment = named(
  z.discriminatedUnion('scene', SCENES, 'expected one of native, app, micropay, jsapi, mini, h5, page'),
  'NewPayment',
  'A payment to start: the fields of its scene beside the order’s.',
  '发起支付：订单字段与所选场景的字段。',
)

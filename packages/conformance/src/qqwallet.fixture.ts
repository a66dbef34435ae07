import { createHash } from 'node:crypto'
import { Secret } from '@tpkit/core'
import plugin from '@tpkit/provider-qqwallet'
import { qqWallet } from '@tpkit/sandbox'
import type { Message, Part } from './bench.ts'
import type { Healthy } from './planted/plant.fixture.ts'
import type { Tongue } from './world/messages.ts'

const API_KEY = 'test-key-0123456789abcdef0123456'
const OTHER_KEY = 'test-key-of-another-wallet-98765'
const PASSWORD = 'test-operator-password'
const APP_ID = '1100000001'
const APP_KEY = 'test-key-of-the-application'
const [OURS, STRANGER] = ['1900000109', '1900000110']

/** QQ Wallet: the real provider against the sandbox's wallet. Both merchants hold one key. */
export const qqwalletBench = (): QQBench => bench('native')

/** Where QQ itself starts the payment: 公众号, APP, 小程序. */
export const qqJsapiBench = (): QQBench => bench('jsapi')
export const qqAppBench = (): QQBench => bench('app')
export const qqMiniBench = (): QQBench => bench('mini')

/** 付款码, at the counter. */
export const qqCounterBench = (): QQBench => bench('micropay')

/** 服务商: two sub-merchants of one service provider, with one key and one certificate. */
export const qqServiceProviderBench = (): QQBench => {
  const subMerchants = [{ subMchId: '1900000201' }, { subMchId: '1900000202' }]
  const provider = (apiKey: string): QQMerchant => ({ ...merchant(OURS, apiKey), subMerchants })
  return {
    ...bench('native'),
    wallet: qqWallet({ ...HABITS, merchants: [provider(API_KEY)] }),
    account: account(OURS, API_KEY, '1900000201'),
    stranger: account(OURS, API_KEY, '1900000202'),
    impostor: {
      wallet: qqWallet({ ...HABITS, merchants: [provider(OTHER_KEY)] }),
      account: account(OURS, OTHER_KEY, '1900000201'),
    },
  }
}

type QQBench = Healthy<'native' | 'jsapi' | 'app' | 'mini' | 'micropay'>

/** A small amount at the counter is paid without a password, the usual one with it. */
const HABITS = { password: 999n } satisfies Partial<Parameters<typeof qqWallet>[0]>

function bench(scene: NonNullable<QQBench['scene']>): QQBench {
  return {
    scene,
    wallet: qqWallet({ ...HABITS, merchants: [merchant(OURS, API_KEY), merchant(STRANGER, API_KEY)] }),
    account: account(OURS, API_KEY),
    stranger: account(STRANGER, API_KEY),
    impostor: { wallet: qqWallet({ ...HABITS, merchants: [merchant(OURS, OTHER_KEY)] }), account: account(OURS, OTHER_KEY) },
    dialect: qqDialect,
    discountedTotal: 95_304n,
    inside: {
      signAsImpostor: signedWith(OTHER_KEY),
      names: {
        mchId: 'mch_id',
        outTradeNo: 'out_trade_no',
        transactionId: 'transaction_id',
        outRefundNo: 'out_refund_no_0',
        state: 'trade_state',
        total: 'total_fee',
        currency: 'fee_type',
      },
      words: { paid: 'SUCCESS', unsure: 'NOTSURE' },
      codes: {
        absent: 'ORDERNOTEXIST',
        tooMuch: 'PARAM_ERROR',
        paid: 'ORDERPAID',
        otherContent: 'OUT_TRADE_NO_USED',
        otherAmount: 'PARAM_ERROR',
        notPaid: 'INVALID_TRANSACTIONID',
        wrongCode: 'AUTH_CODE_INVALID',
        busy: 'SYSTEMERROR',
        notReady: '66228002',
      },
    },
  }
}

/** The signature alone is replaced: every other byte stays where it was. */
function signedWith(apiKey: string): (message: Message) => Message {
  return (message) => {
    const parts = qqDialect.read(message).filter(([name, value]) => name !== 'sign' && value !== '')
    if (parts.length === 0) return message
    const text = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).concat([['key', apiKey]])
    const sign = md5(text.map((pair) => pair.join('=')).join('&')).toUpperCase()
    const xml = new TextDecoder().decode(message.body)
    const element = `<sign><![CDATA[${sign}]]></sign>`
    const signed = /<sign>.*<\/sign>|<sign\/>/.test(xml)
      ? xml.replace(/<sign>.*<\/sign>|<sign\/>/, element)
      : xml.replace('</xml>', `${element}</xml>`)
    return { ...message, body: new TextEncoder().encode(signed) }
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

type QQMerchant = Parameters<typeof qqWallet>[0]['merchants'][number]

function merchant(mchId: string, apiKey: string): QQMerchant {
  return { mchId, apiKey, appId: APP_ID, opUserPassword: PASSWORD }
}

function account(mchId: string, apiKey: string, subMchId?: string): QQBench['account'] {
  const config = {
    mchId,
    apiKeys: [new Secret(apiKey)],
    appId: APP_ID,
    appKey: new Secret(APP_KEY),
    operatorPassword: new Secret(PASSWORD),
    notifyUrl: 'https://shop.example/notify',
    ...(subMchId !== undefined && { subMchId }),
  }
  return {
    protocol: plugin.protocol(config),
    keys: plugin.keys(config),
    secrets: [apiKey, PASSWORD, md5(PASSWORD), APP_KEY],
  }
}

/** Flat XML, element by element; the signature is one of them. */
const qqDialect: Tongue = {
  signature: ['sign'],
  sign: signedWith(API_KEY),
  read: ({ body }) =>
    [...new TextDecoder().decode(body).matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs)].map(
      ([, name = '', cdata, text]): Part => [name, cdata ?? text ?? ''],
    ),
  write: (parts, message) => {
    const elements = parts.map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    return { ...message, body: new TextEncoder().encode(`<xml>${elements.join('')}</xml>`) }
  },
}

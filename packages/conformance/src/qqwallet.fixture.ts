import { createHash } from 'node:crypto'
import { Secret } from '@tpkit/core'
import plugin from '@tpkit/provider-qqwallet'
import { qqWallet } from '@tpkit/sandbox'
import type { Dialect, Message, Part } from './bench.ts'
import type { Healthy } from './planted/plant.fixture.ts'

const API_KEY = 'test-key-0123456789abcdef0123456'
const OTHER_KEY = 'test-key-of-another-wallet-98765'
const PASSWORD = 'test-operator-password'
const [OURS, STRANGER] = ['1900000109', '1900000110']

/** QQ Wallet: the real provider against the sandbox's wallet. Both merchants hold one key. */
export function qqwalletBench(): Healthy<'native'> {
  return {
    wallet: qqWallet({ merchants: [merchant(OURS, API_KEY), merchant(STRANGER, API_KEY)] }),
    account: account(OURS, API_KEY),
    stranger: account(STRANGER, API_KEY),
    impostor: { wallet: qqWallet({ merchants: [merchant(OURS, OTHER_KEY)] }), account: account(OURS, OTHER_KEY) },
    dialect: qqDialect,
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
      codes: {
        absent: 'ORDERNOTEXIST',
        tooMuch: 'PARAM_ERROR',
        paid: 'ORDERPAID',
        otherContent: 'OUT_TRADE_NO_USED',
        otherAmount: 'PARAM_ERROR',
        notPaid: 'PARAM_ERROR',
        wrongCode: 'AUTH_CODE_INVALID',
        busy: 'SYSTEMERROR',
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

function merchant(mchId: string, apiKey: string): Parameters<typeof qqWallet>[0]['merchants'][number] {
  return { mchId, apiKey, opUserPassword: PASSWORD }
}

function account(mchId: string, apiKey: string): Healthy<'native'>['account'] {
  const config = {
    mchId,
    apiKeys: [new Secret(apiKey)],
    operatorPassword: new Secret(PASSWORD),
    notifyUrl: 'https://shop.example/notify',
  }
  return {
    protocol: plugin.protocol(config),
    keys: plugin.keys(config),
    secrets: [apiKey, PASSWORD, md5(PASSWORD)],
  }
}

/** Flat XML, element by element; the signature is one of them. */
const qqDialect: Dialect = {
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

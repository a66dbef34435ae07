import { readFileSync } from 'node:fs'
import { cny, type Download, type PayCommand } from '@tpkit/core'
import { hmacSha256Sign, writeXml } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { DOUBTS, type Doubts, decided } from './doubts.ts'
import type { QQWalletScene } from './manifest.ts'
import { qqwallet } from './protocol.ts'
import {
  account,
  app,
  at,
  counter,
  drive,
  HEAD,
  immediate,
  KEY,
  NOW,
  order,
  payment,
  response,
  sentFields,
  success,
} from './qqwallet.fixture.ts'

const SECOND = 1_000
const failing = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) })
const deciding = (doubts: Partial<Doubts>) => qqwallet({ ...account, ...app, doubts })
const USUAL = deciding({})
const accepts = (protocol: typeof USUAL, command: PayCommand<QQWalletScene>) => sentFields(protocol.pay(command, at))
const native = (changes: Partial<PayCommand<'native'>>): PayCommand<'native'> => ({ ...order, ...changes })

function params(protocol: typeof USUAL, scene: 'jsapi' | 'app') {
  const { reply } = drive(protocol.pay({ ...order, scene }, at), success({ prepay_id: 'P1', appid: app.appId }))
  return reply.kind === 'done' && reply.value.prompt?.kind === 'invoke' ? reply.value.prompt.params : {}
}

function file(protocol: typeof USUAL, kind: 'trade' | 'fund'): Download {
  const found = immediate(protocol.statement({ day: '2016-07-10', kind }, at))
  if (found.kind === 'download') return found
  throw new Error('expected a file')
}

/** What each doubt changes: the compiler demands a line for every row of the table. */
const EFFECTS: Readonly<Record<keyof Doubts, () => void>> = {
  miniTradeType: () => {
    expect(accepts(USUAL, { ...order, scene: 'mini' }).trade_type).toBe('MINIAPP')
    expect(accepts(deciding({ miniTradeType: 'JSAPI' }), { ...order, scene: 'mini' }).trade_type).toBe('JSAPI')
  },
  jsapiToken: () => {
    expect(params(USUAL, 'jsapi').tokenId).toBe('P1')
    expect(params(deciding({ jsapiToken: 'prefixed' }), 'jsapi').tokenId).toBe('prepay_id=P1')
  },
  launchKey: () => {
    expect(params(deciding({ launchKey: 'apiKey' }), 'app').sig).not.toBe(params(USUAL, 'app').sig)
  },
  signType: () => {
    const hmac = deciding({ signType: 'HMAC-SHA256' })
    const { sign, ...sent } = sentFields(hmac.close(payment, at))
    expect(sent.sign_type).toBe('HMAC-SHA256')
    expect(sign).toBe(hmacSha256Sign(sent, KEY))
    expect(sentFields(USUAL.close(payment, at))).not.toHaveProperty('sign_type')
    const answer = (type: string) => {
      const fields = { ...HEAD, sign_type: type }
      return response(writeXml({ ...fields, sign: hmacSha256Sign(fields, KEY) }))
    }
    for (const type of ['HMAC-SHA256', '']) {
      expect(drive(hmac.close(payment, at), answer(type)).reply).toMatchObject({ kind: 'done' })
      expect(() => drive(USUAL.close(payment, at), answer(type))).toThrow(failing('UNVERIFIED', 'sign'))
    }
    expect(() => drive(hmac.close(payment, at), success({}))).toThrow(failing('UNVERIFIED', 'sign'))
    expect(() => drive(hmac.close(payment, at), success({ sign_type: 'MD5' }))).toThrow(failing('UNVERIFIED', 'sign_type'))
  },
  textLength: () => {
    const bytes = deciding({ textLength: 'bytes' })
    const subject = '好'.repeat(43)
    expect(accepts(USUAL, native({ subject })).body).toBe(subject)
    expect(() => accepts(bytes, native({ subject }))).toThrow(failing('INVALID', 'at most 128 bytes of UTF-8, found 129'))
    expect(() => accepts(bytes, native({ attach: subject }))).toThrow(failing('INVALID', 'attach'))
    expect(accepts(bytes, native({ subject: subject.slice(1) })).body).toBe(subject.slice(1))
  },
  emoji: () => {
    const sending = deciding({ emoji: 'send' })
    expect(() => accepts(USUAL, native({ subject: 'QQ会员🎉一年' }))).toThrow(failing('INVALID', 'no emoji'))
    expect(accepts(sending, native({ subject: 'QQ会员🎉一年', attach: '🎉' }))).toMatchObject({
      body: 'QQ会员🎉一年',
      attach: '🎉',
    })
    for (const half of ['\ud83c', 'a\udf89', '\udf89\ud83c', '🎉\ud83c']) {
      expect(() => accepts(sending, native({ subject: half }))).toThrow(failing('INVALID', 'no half of one'))
    }
    expect(() => accepts(sending, native({ subject: '🎉\u0001' }))).toThrow(failing('INVALID', 'character 3 is U+0001'))
  },
  paymentCode: () => {
    const command = { ...counter, authCode: '134567890123456789' }
    expect(() => accepts(USUAL, command)).toThrow(failing('INVALID', 'authCode'))
    expect(accepts(deciding({ paymentCode: 'any' }), command).auth_code).toBe(command.authCode)
  },
  largestAmountFen: () => {
    const small = deciding({ largestAmountFen: 5_000_000 })
    expect(USUAL.manifest.limits.maxAmount).toBe(1_000_000_000n)
    expect(small.manifest.limits.maxAmount).toBe(5_000_000n)
    expect(() => accepts(small, native({ total: cny.fen(5_000_001) }))).toThrow(failing('INVALID', 'total'))
    expect(accepts(small, native({ total: cny.fen(5_000_000) })).total_fee).toBe('5000000')
  },
  contractCodeLength: () => {
    const command = { ...order, extra: { qqwallet: { contractCode: 'c'.repeat(128) } } }
    expect(() => accepts(USUAL, command)).toThrow(failing('INVALID', 'contractCode'))
    expect(accepts(deciding({ contractCodeLength: 128 }), command).contract_code).toHaveLength(128)
  },
  shortestExpirySeconds: () => {
    const patient = deciding({ shortestExpirySeconds: 300 })
    expect(accepts(USUAL, native({ expiresAt: NOW + SECOND })).time_expire).toBe('20160712120001')
    expect(() => accepts(patient, native({ expiresAt: NOW + 299 * SECOND }))).toThrow(failing('INVALID', 'from 300 s'))
    expect(accepts(patient, native({ expiresAt: NOW + 300 * SECOND })).time_expire).toBe('20160712120500')
  },
  qrLifeSeconds: () => {
    const short = deciding({ qrLifeSeconds: 900 })
    const end = (protocol: typeof USUAL) => {
      const { reply } = drive(protocol.pay(order, at), success({ code_url: 'https://qpay.qq.com/qr/1', appid: app.appId }))
      return reply.kind === 'done' ? reply.value.prompt?.expiresAt : undefined
    }
    expect([end(USUAL), end(short)]).toEqual([NOW + 7_200 * SECOND, NOW + 900 * SECOND])
    expect(short.manifest.timing.promptLifeMs).toMatchObject({ native: 900 * SECOND, jsapi: 7_200 * SECOND })
  },
  quietSeconds: () => {
    expect(USUAL.manifest.timing.quietMs).toBe(300 * SECOND)
    expect(deciding({ quietSeconds: 5 }).manifest.timing.quietMs).toBe(5 * SECOND)
  },
  earliestCloseSeconds: () => {
    expect(USUAL.manifest.timing.earliestCloseMs).toBe(300 * SECOND)
    expect(deciding({ earliestCloseSeconds: 0 }).manifest.timing.earliestCloseMs).toBe(0)
  },
  earliestReverseSeconds: () => {
    expect(USUAL.manifest.timing.micropay).toEqual({ pollMs: 10_000, giveUpMs: 30_000, earliestReverseMs: 300_000 })
    expect(deciding({ earliestReverseSeconds: 30 }).manifest.timing.micropay?.earliestReverseMs).toBe(30_000)
  },
  failureStatus: () => {
    const fine = deciding({ failureStatus: 'ok' })
    for (const how of ['accepted', 'later', 'refused'] as const) {
      expect(fine.acknowledge(how)).toEqual({ ...USUAL.acknowledge(how), status: 200 })
    }
    expect([USUAL.acknowledge('later').status, USUAL.acknowledge('refused').status]).toEqual([500, 400])
  },
  statementPacking: () => {
    expect([file(USUAL, 'trade').packed, file(deciding({ statementPacking: 'none' }), 'trade').packed]).toEqual(['gzip', 'none'])
  },
  fundPacking: () => {
    expect([file(USUAL, 'fund').packed, file(deciding({ fundPacking: 'gzip' }), 'fund').packed]).toEqual(['none', 'gzip'])
  },
  statementTotals: () => {
    const lines = (protocol: typeof USUAL) => {
      const { reader } = file(protocol, 'trade')
      reader.line('交易时间,商户号,商户订单号,QQ钱包订单号,货币种类,订单金额,交易状态,商户退款订单号,退款金额,退款状态')
      reader.line('`2016-07-10 10:00:00,`1900000109,`A,`1,`CNY,`8.88,`REFUND,`R,`1.00,`SUCCESS')
      reader.line('交易总笔数,订单总金额')
      reader.line('`1,`8.88')
      return reader.end().mismatch
    }
    expect(lines(USUAL)).toContain('订单总金额')
    expect(lines(deciding({ statementTotals: 'lines' }))).toBeUndefined()
  },
  noBill: () => {
    const none = Buffer.from('<xml><retcode>1</retcode><retmsg>no bill</retmsg></xml>')
    expect(file(USUAL, 'trade').refuse?.(none)).toMatchObject({ code: 'UNAVAILABLE', retry: 'later' })
    expect(file(deciding({ noBill: 'empty' }), 'trade').refuse?.(none)).toEqual({ kind: 'empty' })
  },
}

describe('every doubt changes something', () => {
  test.each(Object.entries(EFFECTS))('%s', (_name, proves) => proves())
})

describe('the table', () => {
  test('without a word every default holds', () => {
    const usual = Object.entries(DOUBTS).map(([name, doubt]) => [name, doubt.kind === 'choice' ? doubt.words[0] : doubt.usual])
    expect(decided()).toEqual(Object.fromEntries(usual))
    expect(decided({ emoji: 'send' })).toEqual({ ...decided(), emoji: 'send' })
  })

  test.each([
    [{ miniTradetype: 'JSAPI' }, 'miniTradetype'],
    [{ constructor: 1 }, 'constructor'],
    [{ notSure: 'failed' }, 'notSure'],
    [{ emoji: 'maybe' }, 'doubts.emoji: expected one of refuse, send'],
    [{ quietSeconds: -1 }, 'doubts.quietSeconds: expected a whole number'],
    [{ quietSeconds: 1.5 }, 'quietSeconds'],
    [{ quietSeconds: '60' }, 'quietSeconds'],
    [{ earliestReverseSeconds: 0 }, 'earliestReverseSeconds'],
  ])('%o is no account', (doubts, words) => {
    // As plain JavaScript would call it.
    expect(() => deciding(doubts as Partial<Doubts>)).toThrow(failing('CONFIG', words))
  })

  test.each([
    ['qqwallet.md', 'en'],
    ['qqwallet.zh-CN.md', 'zh'],
  ] as const)('%s has every row of it, word for word, and no other', (page, language) => {
    const text = readFileSync(new URL(`../../../docs/providers/${page}`, import.meta.url), 'utf8')
    const rows = Object.entries(DOUBTS).map(([name, doubt]) => `| \`${name}\` | ${valuesOf(doubt)} | ${doubt[language]} |`)
    expect(text.split('\n').filter((line) => /^\| `\w+` \| \*\*/.test(line))).toEqual(rows)
  })

  test('the manifest stays plain data, whatever is decided', () => {
    const { manifest } = deciding({ qrLifeSeconds: 60, largestAmountFen: 1 })
    expect(structuredClone(manifest)).toEqual(manifest)
  })
})

/** The default first and in bold. */
function valuesOf(doubt: (typeof DOUBTS)[keyof typeof DOUBTS]): string {
  if (doubt.kind === 'whole') return `**${doubt.usual}** (${doubt.least} … ${doubt.most})`
  const [usual, ...others] = doubt.words
  return [`**\`${usual}\`**`, ...others.map((word) => `\`${word}\``)].join(' · ')
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { COMMANDER } from './commander.ts'
import { inChinese, TWINS } from './in-chinese.ts'
import { patternOf } from './pattern.ts'
import { normal, said } from './sources.fixture.ts'
import { UNTOLD } from './untold.fixture.ts'

const SAID = said()
const KNOWN = new Set(TWINS.map(([english]) => normal(english)))

describe('the sources and their Chinese twins', () => {
  it('every sentence of the sources has a twin, or a reason to have none', () => {
    const missing = SAID.filter(({ text, at, isSentence }) => isSentence && !KNOWN.has(text) && !isUntold(text, at))
    expect(missing.map(({ at, text }) => `${at}  ${text}`)).toEqual([])
  })

  it('every twin has a sentence in the sources', () => {
    const all = new Set(SAID.map(({ text }) => text))
    expect([...KNOWN].filter((english) => !all.has(english))).toEqual([])
  })

  it('every reason to have no twin is still needed', () => {
    const idle = UNTOLD.filter(({ text, file }) => !SAID.some((one) => one.at.includes(file) && text.test(one.text)))
    expect(idle.map(({ file, text }) => `${file} ${text}`)).toEqual([])
  })

  it('both sides of a twin have the same holes', () => {
    const names = (text: string): readonly string[] => [
      ...new Set([...text.matchAll(/\{([a-zA-Z]+)/g)].map(([, name = '']) => name)),
    ]
    const odd = TWINS.filter(([english, chinese]) => names(chinese).some((name) => !names(english).includes(name)))
    expect(odd).toEqual([])
  })

  it('no two holes touch, so that what stands in each is clear', () => {
    const odd = TWINS.filter(([english]) => patternOf([english, '']).texts.slice(1, -1).includes(''))
    expect(odd).toEqual([])
  })
})

function isUntold(text: string, at: string): boolean {
  return UNTOLD.some((one) => at.includes(one.file) && one.text.test(text))
}

it('commander says what is translated of it', () => {
  const file = createRequire(createRequire(import.meta.url).resolve('commander')).resolve('./lib/command.js')
  const names = ['command.js', 'option.js', 'suggestSimilar.js']
  const sources = names
    .map((name) => file.replace('command.js', name))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
  const texts = COMMANDER.flatMap(([english]) => patternOf([english, '']).texts)
  expect(texts.filter((text) => !sources.includes(text.replaceAll(/argument$|s? but got $/g, '').trim()))).toEqual([])
})

it('no twin takes the sentence of another one', () => {
  const wrong = TWINS.filter(([english, chinese]) => {
    const kinds = new Map([...english.matchAll(HOLES)].map(([, name = '', kind = '']) => [name, kind]))
    const spoken = english.replaceAll(HOLES, (_, name: string) => (kinds.get(name) === '*' ? 'a list' : 'X1'))
    const expected = chinese.replaceAll(HOLES, (_, name: string) => (kinds.get(name) === '*' ? '列表' : 'X1'))
    // Whether a blank stands before a part is the part's own matter.
    return inChinese(spoken).replaceAll(' ', '') !== expected.replaceAll(' ', '')
  })
  expect(wrong.map(([english]) => english)).toEqual([])
})

const HOLES = /\{([a-zA-Z]+)(:word|:any|\?|\*)?\}/g

describe('a sentence', () => {
  it.each([
    ['expected text, found a number; write it in quotes', '应为文本，实为数字；请加引号'],
    ['expected no such key; did you mean "apiKey"?', '没有这个键；是否想写 “apiKey”？'],
    ['expected no such key; remove it, or choose one of use, when', '没有这个键；请删除，或从以下选择：use、when'],
    [
      'env:QQ_KEY: expected the environment variable QQ_KEY, found it missing; set it',
      'env:QQ_KEY：需要环境变量 QQ_KEY，但未设置；请设置',
    ],
    [
      'payerIp: expected an IPv4 address such as 203.0.113.7, found "a; b"; give it in the account or in the command',
      'payerIp：应为 IPv4 地址，例如 203.0.113.7，实为 "a; b"；请在账户中或命令中给出',
    ],
    [
      'POST https://qpay.qq.com/cgi-bin/pay/x.cgi (sent to http://127.0.0.1:8123): the connection was refused; is the address right and the server up? (ECONNREFUSED); nothing of the request was sent',
      'POST https://qpay.qq.com/cgi-bin/pay/x.cgi（发往 http://127.0.0.1:8123）：连接被拒绝；请检查地址是否正确、服务是否启动（ECONNREFUSED）；请求没有发出',
    ],
    [
      'GET https://qpay.qq.com/x (through the proxy http://p:1): no complete answer within 10000 ms; the request may have arrived',
      'GET https://qpay.qq.com/x（经代理 http://p:1）：10000 毫秒内没有收到完整的应答；请求可能已经到达',
    ],
    [
      'QQ Wallet answered refund with NOTENOUGH: the refundable balance is too small; top up or name another refundAccount, then repeat the same outRefundNo',
      'QQ钱包对 refund 应答 NOTENOUGH：可退余额不足；请充值或改用另一个 refundAccount，然后用同一商户退款单号重发',
    ],
    [
      'Client certificate: the certificate expired on 2021-01-01; download a new one from the platform',
      '客户端证书：证书已于 2021-01-01 过期；请从商户平台下载新证书',
    ],
    [
      'expected plain data (text, numbers, true or false, lists, objects), found a function; write the value out',
      '应为普通数据（文本、数字、true 或 false、列表、对象），实为 function；请写出具体的值',
    ],
    ['line 7: statement: expected 20 values in a line, found "3"', '第 7 行：对账单：应为每行 20 个值，实为 "3"'],
    [
      "Alipay answered refund with ACQ.SELLER_BALANCE_NOT_ENOUGH: the merchant's balance is too small; top up, then repeat it unchanged under its number",
      '支付宝对 refund 应答 ACQ.SELLER_BALANCE_NOT_ENOUGH：商户余额不足；请充值，再用原单号原样重发',
    ],
    [
      'answer: expected alipay_trade_query_response, found an error beside it; believe none of it',
      '应答：应为 alipay_trade_query_response，实为旁边还有一个错误；一概不要相信',
    ],
    [
      'sign_type: expected RSA2, found an empty one; no other algorithm is believed',
      'sign_type：应为 RSA2，实为空值；其他算法一律不予相信',
    ],
    [
      'line 5: statement: expected the titles of 业务明细列表, 订单金额 among them, found "账单"',
      '第 5 行：对账单：应为业务明细列表的标题，其中有订单金额，实为 "账单"',
    ],
    [
      'Expected a whole zip archive, but the wanted file is not in it, only "a.csv", "b.csv"; fetch it again',
      '应为完整的 zip 压缩包，但其中没有所需文件，只有 "a.csv"、"b.csv"；请重新下载',
    ],
    ['expected text or a list, found keys and values', '应为文本或列表，实为键值'],
    [
      'notifyUrl: expected an address that the wallet can call, found nothing; give it in the account or in the command',
      'notifyUrl：应为钱包能够访问的地址，实为空；请在账户中或命令中给出',
    ],
    [
      'expiresAt: expected a moment from the next second to 2 hours ahead, found "9000 s from now"; choose another',
      'expiresAt：应为从下一秒到 2 小时之内的时刻，实为 9000 秒之后；请换一个',
    ],
    [
      'outTradeNo: expected 1 to 32 characters of [0-9], found "订单"',
      'outTradeNo：应为 1 至 32 个字符，取自 [0-9]，实为 "订单"',
    ],
    [
      'methods.x: expected a payment that one of its rules takes (scene native or app, up to 50.00 CNY; or from 60.00 CNY), found scene h5 over 55.00 CNY; add a last rule without "when"',
      'methods.x：没有规则接受这笔支付（规则：场景 native 或 app，50.00 CNY 以内；或 60.00 CNY 起），其场景为 h5，金额为 55.00 CNY；请在最后加一条没有 “when” 的规则',
    ],
    ["unknown option '--totl'", "未知选项 '--totl'"],
    ["too many arguments for 'query'. Expected 1 argument but got 2: A, B.", "参数过多（'query'）：应有 1 个，实有 2: A, B。"],
  ])('%s', (english, chinese) => {
    expect(inChinese(english)).toBe(chinese)
  })

  it.each([
    'expected a blue moon, found a red one; wait',
    'expected text, found a number; sing it aloud',
    'accounts.a: something that nobody translated',
    '',
    '文本',
  ])('that is not known whole stays as it is: %s', (english) => {
    expect(inChinese(english)).toBe(english)
  })

  it.each([
    ['many clauses', 'expected text, found '.repeat(15) + '; a'.repeat(15)],
    ['many prefixes', 'a: '.repeat(1_300)],
    ['prefixes and clauses', 'a: b; '.repeat(15) + 'x: expected '.repeat(200)],
    ['many quotes', `expected "${'" found "'.repeat(400)}`],
    ['a long one', 'x: expected a, found b; '.repeat(100_000)],
  ])('that is hostile comes back as it is: %s', (_, text) => {
    expect(inChinese(text)).toBe(text)
  })
})

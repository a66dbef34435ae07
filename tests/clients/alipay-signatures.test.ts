import { createPublicKey, sign } from 'node:crypto'
import { ALIPAY_ORIGIN, alipayWallet } from '@tpkit/sandbox'
import { canonicalBytes, canonicalText, jsonMembers, readForm, rsaVerify } from '@tpkit/wire'
import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { named, OURS, WALLET } from './alipay-keys.fixture.ts'
import { fields, RUNS, value } from './fields.fixture.ts'

const SOME = { ...RUNS, numRuns: 100 }
const FEW = { ...RUNS, numRuns: 40 }
const NOW = Date.UTC(2026, 0, 5, 4)

const utf8 = (text: string) => new TextEncoder().encode(text)
const full = value.filter((found) => found !== '')
const [appKey, walletKey] = [createPublicKey(OURS.publicKey), createPublicKey(WALLET.publicKey)]

function clientOf(other: Partial<AlipaySdkConfig> = {}): AlipaySdk {
  const keys = { privateKey: OURS.privateKey, keyType: 'PKCS8', alipayPublicKey: WALLET.publicKey } as const
  return new AlipaySdk({ appId: OURS.appId, ...keys, ...other })
}

const theirs = clientOf()

/** As the wallet signs; their package has nothing that does. */
const walletSign = (text: string) => sign('RSA-SHA256', utf8(text), WALLET.privateKey).toString('base64')

describe('what their code signs', () => {
  const method = 'alipay.trade.precreate'

  /** What @tpkit/wire reads in a form of theirs, and whether the signature is over it. */
  function proven(form: string, key = appKey): boolean {
    const parameters = new Map(readForm(utf8(form)))
    return rsaVerify(key, canonicalBytes(parameters), Buffer.from(parameters.get('sign') ?? '').toString())
  }

  test('@tpkit/wire verifies, whatever it says; changed, or by another key, it does not', () => {
    const check = (notifyUrl: string, appAuthToken: string, body: string) => {
      const form = theirs.sdkExecute(method, { notifyUrl, appAuthToken, bizContent: { out_trade_no: 'A1', body } })
      expect(Object.fromEntries(new URLSearchParams(form))).toMatchObject({ notify_url: notifyUrl, app_auth_token: appAuthToken })
      expect([proven(form), proven(`${form}&x=1`), proven(form, walletKey)]).toEqual([true, false, false])
    }
    fc.assert(fc.property(full, full, value, check), SOME)
  })

  test('where the two part: an empty parameter: theirs signs and sends it, wire leaves it out, the sandbox takes both', () => {
    const form = theirs.sdkExecute(method, { notifyUrl: '', bizContent: order() })
    expect([form.includes('notify_url=&'), proven(form)]).toEqual([true, false])
    expect(posted(form).told).toContain('"code":"10000"')
  })

  test('where the two part: names within biz_content, which it writes anew', () => {
    const bizContent = { outTradeNo: 'A1', 'goods-id': 1, extendParams: { hbFqNum: '3', SysId: '7' } }
    const said = new URLSearchParams(theirs.sdkExecute(method, { bizContent })).get('biz_content') ?? ''
    expect(JSON.parse(said)).toEqual({ out_trade_no: 'A1', goods_id: 1, extend_params: { hb_fq_num: '3', sys_id: '7' } })
  })
})

describe('what is signed by the rule of @tpkit/wire', () => {
  /** A notify as the wallet would send it. */
  const said = fields.map((found) => Object.fromEntries(Object.entries(found).filter(([, each]) => each !== '')))

  test('their code verifies, with sign_type in the text or without; changed, or by another key, it does not', () => {
    const check = (found: Readonly<Record<string, string>>, other: string) => {
      const message = { ...found, sign_type: 'RSA2', body: `${other}.` }
      for (const leftOut of [['sign_type'], []]) {
        const signature = walletSign(canonicalText(message, leftOut))
        expect(theirs.checkNotifySignV2({ ...message, sign: signature })).toBe(true)
        expect(theirs.checkNotifySignV2({ ...message, body: other, sign: signature })).toBe(false)
        const stranger = clientOf({ alipayPublicKey: OURS.publicKey })
        expect(stranger.checkNotifySignV2({ ...message, sign: signature })).toBe(false)
      }
    }
    fc.assert(fc.property(said, value, check), SOME)
  })

  test('where the two part: an empty field of a notify: theirs takes it for signed', () => {
    const message = { out_trade_no: 'A1', body: '', sign_type: 'RSA2' }
    const wallets = walletSign(canonicalText(message, ['sign_type']))
    expect(theirs.checkNotifySignV2({ ...message, sign: wallets })).toBe(false)
    const bare = new Map([
      ['out_trade_no', utf8('A1')],
      ['body', utf8('')],
    ])
    expect(rsaVerify(walletKey, canonicalBytes(bare), wallets)).toBe(true)
  })

  test.each<[what: string, spoil: (signature: string) => string]>([
    ['a line feed behind it', (signature) => `${signature}\n`],
    ['something behind it', (signature) => `${signature}, ${signature}`],
    ['in the alphabet of URLs', (signature) => signature.replaceAll('+', '-').replaceAll('/', '_')],
    ['without its padding', (signature) => signature.replaceAll('=', '')],
    ['with white space in it', (signature) => signature.replaceAll('/', ' /')],
  ])('where the two part: a signature with %s: theirs reads it, ours wants the Base64 of an encoder', (_what, spoil) => {
    const text = 'out_trade_no=A1&total_amount=19.90'
    const signature = walletSign(text)
    expect(spoil(signature)).not.toBe(signature)
    expect([theirs.rsaCheck(text, spoil(signature)), rsaVerify(walletKey, utf8(text), spoil(signature))]).toEqual([true, false])
  })

  test('what is no signature is none to both', () => {
    for (const signature of ['', 'x', '=', '签名', 'A'.repeat(344), 'A'.repeat(172)])
      expect([theirs.rsaCheck('a=1', signature), rsaVerify(walletKey, utf8('a=1'), signature)]).toEqual([false, false])
  })
})

describe('what is signed of an answer', () => {
  const NAME = 'alipay_trade_query_response'
  const text = fc.oneof(
    value,
    fc.constantFrom('"sign":"x"', `{"${NAME}":{}}`, `"${NAME}"`, '}', '{"}', '\\', '\\"', 'a/b', '},"sign":"'),
  )
  const payload = fc.dictionary(
    fc.oneof(fc.constantFrom('sign', 'msg', '}', '"sign"'), fc.stringMatching(/^[a-z_]{1,9}$/)),
    fc.oneof(text, fc.array(text, { maxLength: 2 }), fc.dictionary(fc.constantFrom('sign', 'a', '{'), text, { maxKeys: 2 })),
    { maxKeys: 5 },
  )

  const raw = (told: string, more = '') => `{"${NAME}":${told}${more},"sign":"${'A'.repeat(344)}"}`
  const ofWire = (body: string) => new TextDecoder().decode(jsonMembers(utf8(body)).get(NAME))

  test('their getSignStr and our members cut out the same, whatever stands in it', () => {
    const check = (told: object, space: number, isCertified: boolean) => {
      const written = JSON.stringify(told, null, space).replaceAll('/', '\\/')
      const body = raw(written, isCertified ? ',"alipay_cert_sn":"021b5304c1ea04d9498d8d5e715e5049"' : '')
      expect([theirs.getSignStr(body, NAME), ofWire(body)]).toEqual([written, written])
    }
    fc.assert(fc.property(payload, fc.constantFrom(0, 1), fc.boolean(), check), RUNS)
  })

  const TOLD = '{"code":"10000"}'
  const SIGN = `"sign":"${'A'.repeat(344)}"`

  test.each<[what: string, body: string, told?: string]>([
    ['the signature before it', `{${SIGN},"${NAME}":${TOLD}}`],
    ['white space in front of the answer', `\r\n ${raw(TOLD)}`],
    ['an error under a name of its own', raw(TOLD).replace(NAME, 'error_response')],
    ['an encrypted one, which has no braces', raw('"c2VhbGVk"'), '"c2VhbGVk"'],
    ['its name as a text before it, and then another answer', `{"a":"${NAME}","b":{},${SIGN},"${NAME}":${TOLD}}`],
    ['something behind the signature that is called so, too', `{"${NAME}":${TOLD},${SIGN},"b":{"sign":"x"}}`],
  ])('where the two part: %s: theirs cuts out something else', (_what, body, told = TOLD) => {
    const members = jsonMembers(utf8(body))
    expect(new TextDecoder().decode(members.get(NAME) ?? members.get('error_response'))).toBe(told)
    expect(theirs.getSignStr(body, NAME)).not.toBe(told)
  })
})

/** 商户订单. */
function order(more: object = {}): object {
  return { out_trade_no: 'CLIENT_1', total_amount: '19.90', subject: 'tea', ...more }
}

const wallet = () =>
  alipayWallet({
    merchants: [{ mchId: OURS.sellerId, appId: OURS.appId, publicKey: OURS.publicKey }],
    walletKeys: [{ privateKey: WALLET.privateKey }],
    strangerKey: named('app_private_pkcs8'),
  })

/** A form of theirs, and what the sandbox's wallet, which shares no code with ours, answers. */
function posted(form: string, at = wallet()): { readonly told: string } {
  const headers = new Map([['content-type', ['application/x-www-form-urlencoded']]])
  // Their client writes the charset into the query, where it is read before the form is decoded.
  const path = '/gateway.do?charset=utf-8'
  const answer = at.handle({ method: 'POST', origin: ALIPAY_ORIGIN, path, headers, body: utf8(form) }, NOW)
  if (!answer) throw new Error('expected an answer, found an ended connection')
  return { told: new TextDecoder().decode(answer.body) }
}

/** Their client signs a call, the wallet judges it, and their client verifies what it says. */
function asked(at: ReturnType<typeof wallet>, method: string, bizContent: object, more: object = {}, sdk = theirs) {
  const { told } = posted(sdk.sdkExecute(method, { bizContent, ...more }), at)
  const name = `${method.replaceAll('.', '_')}_response`
  const { [name]: said, sign: signature } = JSON.parse(told)
  theirs.checkResponseSign(told, name, signature, 'none')
  return said
}

describe("the sandbox's wallet and their code, with no line of ours between them", () => {
  test('what they signed, the wallet takes; what it says later and notifies is what they said, and signed', () => {
    const words = value.map((found) => `${found.replaceAll(/[/=&]/g, '')}.`)
    const check = (subject: string, passback_params: string) => {
      const at = wallet()
      const bizContent = order({ subject, ...(passback_params && { passback_params }) })
      const placed = asked(at, 'alipay.trade.precreate', bizContent, { notifyUrl: 'https://shop.example/n' })
      at.act(placed.qr_code, 'pay', NOW)
      const queried = asked(at, 'alipay.trade.query', { out_trade_no: 'CLIENT_1' })
      const said = passback_params ? { passback_params } : {}
      expect(queried).toMatchObject({ trade_status: 'TRADE_SUCCESS', ...said })
      const [notify] = at.due(NOW)
      const told = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(notify?.body)))
      expect(theirs.checkNotifySignV2(told)).toBe(true)
      expect(told).toMatchObject({ subject, trade_no: queried.trade_no, ...said })
    }
    fc.assert(fc.property(words, value, check), FEW)
  })

  test('text of any kind goes through a browser that opens their address', () => {
    const check = (body: string) => {
      const at = wallet()
      const bizContent = order({ product_code: 'FAST_INSTANT_TRADE_PAY', ...(body && { body }) })
      const address = theirs.pageExecute('alipay.trade.page.pay', 'GET', { bizContent, returnUrl: 'https://shop.example/r' })
      at.act(address, 'pay', NOW)
      expect(at.bills(NOW)).toMatchObject([{ subject: 'tea', status: 'paid' }])
    }
    fc.assert(fc.property(value, check), FEW)
  })
})

describe('the wallet refuses what they signed', () => {
  const queried = (sdk: AlipaySdk, spoil = (form: string) => form) => {
    const form = sdk.sdkExecute('alipay.trade.query', { bizContent: { out_trade_no: 'CLIENT_1' } })
    return JSON.parse(posted(spoil(form)).told)
  }

  test.each<[what: string, other: Partial<AlipaySdkConfig>, spoil: (form: string) => string, subCode: string]>([
    ['with another key', { privateKey: WALLET.privateKey }, (form) => form, 'isv.invalid-signature'],
    ['and something changed', {}, (form) => form.replace('CLIENT_1', 'CLIENT_2'), 'isv.invalid-signature'],
    ['and something added', {}, (form) => `${form}&notify_url=x`, 'isv.invalid-signature'],
    ['with SHA-1, which it still knows', { signType: 'RSA' }, (form) => form, 'isv.invalid-signature-type'],
  ])('%s, signed', (_what, other, spoil, subCode) => {
    const { alipay_trade_query_response: said, sign: signature } = queried(clientOf(other), spoil)
    expect(said).toMatchObject({ code: '40002', sub_code: subCode })
    expect(signature).toMatch(/^.{344}$/)
  })

  test('of an application that nobody knows, unsigned', () => {
    const answer = queried(clientOf({ appId: '2021000000000099' }))
    expect(answer).toEqual({ alipay_trade_query_response: expect.objectContaining({ sub_code: 'isv.invalid-app-id' }) })
  })

  test('and says which text it built: theirs, as HTML has it', () => {
    const form = clientOf({ privateKey: WALLET.privateKey }).sdkExecute('alipay.trade.query', { bizContent: { a: '茶' } })
    const { sub_msg } = JSON.parse(posted(form).told).alipay_trade_query_response
    const text = canonicalText(Object.fromEntries(new URLSearchParams(form)))
    expect(sub_msg).toContain(text.replaceAll('&', '&amp;'))
  })
})

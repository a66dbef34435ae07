import { generateKeyPairSync, type KeyObject, sign as rsaSign } from 'node:crypto'
import { isTPError, type NotifyInspection, type Received, Secret } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appPem, chain } from './certificate.fixture.ts'
import plugin from './index.ts'
import { inspect } from './inspect.ts'
import { alipay } from './protocol.ts'
import { type AlipayEntry, keys } from './schema.ts'
import { KEYS, VECTORS } from './vectors.fixture.ts'
import { account, drive, form, NOTIFIED, privateKey, received, signedParams, walletKey } from './wallet.fixture.ts'

const entry: AlipayEntry = {
  ...account,
  privateKey: new Secret(KEYS.app_private_pkcs8),
  alipayPublicKey: KEYS.alipay_public_spki,
}
const { alipayPublicKey: _key, ...bare } = entry
const certified: AlipayEntry = {
  ...bare,
  certificates: { appCert: appPem, alipayCerts: [chain.wallet.pem, chain.fresh.pem], rootCert: chain.root },
}

type Params = Readonly<Record<string, string>>

const SAID: Params = { ...NOTIFIED, subject: '龙井 & "茶" 50%+', passback_params: 'a%3D1', body: 'x y' }
const SIGNED = signedParams(SAID)
/** What was sent, under a signature over something else. */
const over = (sent: Params, signed: Params, key?: KeyObject) => form({ ...sent, sign: signedParams(signed, key).sign ?? '' })
const text = (params: Params, drop: readonly string[] = ['sign', 'sign_type']) =>
  Object.keys(params)
    .filter((name) => !drop.includes(name) && params[name] !== '')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&')
/** A signature over any bytes. */
const signature = (bytes: string | Uint8Array, key = walletKey, hash = 'RSA-SHA256') =>
  rsaSign(hash, Buffer.from(bytes), key).toString('base64')
const withSign = (params: Params, sign: string) => form({ ...params, sign })

const look = (body: string | Uint8Array | Received, ours = entry): NotifyInspection =>
  inspect(typeof body === 'string' || body instanceof Uint8Array ? received(body) : body, ours)
const causes = (body: string | Uint8Array | Received, ours?: AlipayEntry) => look(body, ours).causes.map(({ en }) => en)

/** A few letters of GBK. */
const GBK = new Map([
  ['龙', [0xc1, 0xfa]],
  ['井', [0xbe, 0xae]],
  ['茶', [0xb2, 0xe8]],
])
const gbk = (letters: string): Uint8Array =>
  Uint8Array.from([...letters].flatMap((letter) => GBK.get(letter) ?? [letter.charCodeAt(0)]))

function refusalOf(message: Received, ours = entry): string | undefined {
  try {
    drive(alipay(ours).notify(message, { nowMs: 0, nonce: () => '' }), [], new Map(Object.entries(keys(ours).pinned ?? {})))
    return undefined
  } catch (error) {
    if (isTPError(error)) return error.code
    throw error
  }
}

describe('a genuine notify', () => {
  test('shows the text that was signed, and the signature', () => {
    expect(look(form(SIGNED))).toEqual({ genuine: true, signed: text(SAID), found: SIGNED.sign, causes: [] })
  })

  test.each<[string, string | Uint8Array, AlipayEntry]>([
    ['of another product, which signs sign_type as well', form(signedParams(SAID, walletKey, 'V2')), entry],
    ['in GBK', form(signedParams({ ...SAID, charset: 'gbk', subject: '龙井茶' }, walletKey, 'V1', gbk), gbk), entry],
    ['with a parameter that nobody documented', form(signedParams({ ...SAID, new_field: '1' })), entry],
    ['with an empty parameter that nobody signed', form({ ...SIGNED, buyer_open_id: '' }), entry],
    ['of another merchant: whose it is, bind says', form(signedParams({ ...SAID, app_id: '2021', seller_id: '2088' })), entry],
    ['signed with a certificate that it names', form(signedParams({ ...SAID, alipay_cert_sn: chain.wallet.sn })), certified],
    ['signed with one of the certificates', form(signedParams(SAID, chain.fresh.key)), certified],
  ])('%s', (_what, body, ours) => {
    expect(look(body, ours)).toMatchObject({ genuine: true, causes: [] })
    expect(refusalOf(received(body), ours)).toBeUndefined()
  })

  test('shows the text of its own rule, in its own charset', () => {
    expect(look(form(signedParams(SAID, walletKey, 'V2'))).signed).toBe(text(SAID, ['sign']))
    const inGbk = { ...SAID, charset: 'gbk', subject: '龙井茶' }
    expect(look(form(signedParams(inGbk, walletKey, 'V1', gbk), gbk)).signed).toBe(text(inGbk))
  })

  test('that cannot be read is genuine all the same', () => {
    const { notify_id: _id, ...nameless } = SAID
    for (const params of [nameless, { ...SAID, charset: 'big5' }]) {
      expect(refusalOf(received(form(signedParams(params))))).toBe('MALFORMED')
      expect(look(form(signedParams(params)))).toMatchObject({ genuine: true })
    }
  })

  test('every published notify is judged as its author says', () => {
    const all = VECTORS.filter(({ kind }) => kind === 'notify_verify')
    expect(all.length).toBeGreaterThan(5)
    for (const { params, sign, sign_type = 'RSA2', verify, public_key, ...one } of all as ((typeof VECTORS)[number] & {
      sign_type?: string
    })[]) {
      const body = one.raw_body ?? form({ sign_type, ...params, ...(sign && { sign }) })
      const ours = { ...entry, alipayPublicKey: public_key ?? KEYS.alipay_public_spki }
      expect(look(body, ours).genuine, one.id).toBe(verify)
    }
  })
})

describe('each mistake is named first, in both languages, with its cure', () => {
  const raw = form(SIGNED)
  const decodedOnce = Object.entries(SIGNED)
    .map((pair) => pair.join('='))
    .join('&')
  const json = JSON.stringify(SIGNED)
  const { sign = '', ...unsigned } = SIGNED
  const query = (body: string, ask: string): Received => ({ ...received(body), query: ask })
  const said = (changes: Params) => ({ ...SAID, ...changes })
  const utf8 = said({ charset: 'gbk', subject: '龙井茶' })

  test.each<[string, string | Uint8Array | Received, RegExp, AlipayEntry?]>([
    ['nothing at all', '', /^The body is empty: .*raw bytes/],
    ['a query string in its place', query('', 'a=1'), /turned POST into GET/],
    [
      "a browser's return",
      query('', form({ ...SIGNED, method: 'alipay.trade.page.pay.return' })),
      /^This is the return of the browser/,
    ],
    ['too much', 'x'.repeat(65_537), /more than 64 kB/],
    ['JSON', json, /^The body is JSON/],
    ['a multipart form', `--x\r\nContent-Disposition: form-data\r\n\r\n${raw}`, /^The body is multipart/],
    ['XML', '<xml></xml>', /^The body is XML or an HTML page/],
    ['percent-encoded', encodeURIComponent(raw), /^The whole form is percent-encoded/],
    ['escaped separators', raw.replaceAll('&', '&amp;'), /^The separators of the form are escaped/],
    ['decoded already', decodedOnce, /^The form was decoded before it came here/],
    ['plain words', 'hello', /^The body is no form as the wallet writes it \(form: /],
    [
      'half',
      { ...received(raw.slice(0, 300)), headers: new Map([['content-length', [`${raw.length}`]]]) },
      /^The body is cut off: Content-Length says \d+ bytes, 300 came/,
    ],
    ['no sign', form(unsigned), /^The message has no sign/],
    ['an empty sign', withSign(unsigned, ''), /^The message has no sign/],
    ["the application's own key", over(SAID, SAID, privateKey), /^It is signed with the application's own key/],
    [
      'another key',
      over(SAID, SAID, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      /^Another key signed it .*cannot be told/,
    ],
    [
      'another application',
      over(said({ app_id: '2021000000000002' }), SAID, privateKey),
      /^The message says app_id 2021000000000002, the account is/,
    ],
    [
      'another merchant',
      over(said({ seller_id: '2088000000000001' }), SAID, privateKey),
      /^The message says seller_id 2088000000000001/,
    ],
    [
      'SHA-1',
      withSign(said({ sign_type: 'RSA' }), signature(text(SAID), walletKey, 'RSA-SHA1')),
      /^It is signed with RSA \(SHA-1\)/,
    ],
    ['another sign_type', form({ ...SIGNED, sign_type: 'RSA' }), /^sign_type was RSA2 when it was signed, and came as RSA/],
    [
      'no sign_type',
      form(Object.fromEntries(Object.entries(SIGNED).filter(([name]) => name !== 'sign_type'))),
      /^sign_type was RSA2 .*came as nothing/,
    ],
    ['an unknown sign_type', over(said({ sign_type: 'SM2' }), { x: '1' }), /^The message names sign_type SM2/],
    [
      'another certificate than it names',
      over(said({ alipay_cert_sn: chain.wallet.sn }), said({ alipay_cert_sn: chain.wallet.sn }), chain.fresh.key),
      /^It is signed with the certificate [0-9a-f]{32} and names [0-9a-f]{32}/,
      certified,
    ],
    [
      'a certificate that nobody knows',
      over(said({ alipay_cert_sn: 'f'.repeat(32) }), { x: '1' }),
      /^alipay_cert_sn names f{32}, and the account has [0-9a-f]{32}, [0-9a-f]{32}/,
      certified,
    ],
    ['"+" in sign', raw.replace(/(?<=&sign=)[^&]*/, (found) => decodeURIComponent(found)), /^"\+" in sign became a space/],
    ['sign escaped twice', withSign(SAID, encodeURIComponent(sign)), /^The sign was changed/],
    ['sign wrapped', withSign(SAID, sign.replace(/.{76}/g, '$&\n')), /^The sign was changed/],
    [
      'sign in URL-safe Base64',
      withSign(SAID, sign.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
      /^The sign was changed/,
    ],
    [
      'sign that is cut',
      withSign(SAID, sign.slice(0, 100)),
      /^The sign is no Base64 of an RSA2 signature: it has 100 characters/,
    ],
    ['a parameter added', over(said({ s: '/notify/alipay' }), SAID), /^s: not signed, without it the signature fits/],
    ['two parameters added', over(said({ s: '/notify', _url: '/x' }), SAID), /^s, _url: not signed/],
    [
      'the query string put in',
      query(over(said({ wallet: 'alipay', v: '2' }), SAID), 'wallet=alipay&v=2'),
      /^wallet, v: not signed, and also in the query string/,
    ],
    ['a parameter twice, the first signed', `${raw}&subject=x`, /^subject came twice: of two values nobody knows/],
    [
      'sign signed',
      withSign(SAID, signature(`${text({ ...SAID, sign: '?' }, ['sign_type'])}`.replace('sign=?', 'sign='))),
      /^sign itself was among the signed parameters/,
    ],
    [
      'unsorted',
      withSign(
        SAID,
        signature(
          Object.entries(SAID)
            .filter(([name]) => name !== 'sign_type')
            .map((pair) => pair.join('='))
            .join('&'),
        ),
      ),
      /^The parameters were signed in the order of the form/,
    ],
    [
      'app_id dropped',
      over(Object.fromEntries(Object.entries(SAID).filter(([name]) => name !== 'app_id')), SAID),
      /^app_id=2021000000000001 was signed and is missing/,
    ],
    [
      'charset changed',
      over(said({ charset: 'gbk' }), said({ charset: 'utf-8' })),
      /^charset=utf-8 was signed and is missing or changed/,
    ],
    [
      'escaped for HTML',
      over(said({ subject: '龙井 &amp; &quot;茶&quot; 50%+' }), SAID),
      /^subject: the value was escaped for HTML/,
    ],
    [
      'all escaped for HTML',
      over(
        Object.fromEntries(
          Object.entries(SAID).map(([name, value]) => [name, value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')]),
        ),
        SAID,
      ),
      /^subject, fund_bill_list: the value was escaped for HTML/,
    ],
    [
      'signed escaped',
      over(
        SAID,
        said({ subject: '龙井 &amp; &quot;茶&quot; 50%+', fund_bill_list: SAID.fund_bill_list?.replaceAll('"', '&quot;') ?? '' }),
      ),
      /the value was signed with its HTML escapes/,
    ],
    [
      'slashes before quotes',
      over(said({ fund_bill_list: SAID.fund_bill_list?.replaceAll('"', '\\"') ?? '' }), SAID),
      /^fund_bill_list: backslashes were put before quotes/,
    ],
    ['decoded twice', over(said({ passback_params: 'a=1' }), SAID), /^passback_params: the value was decoded twice/],
    [
      'encoded twice',
      over(said({ subject: encodeURIComponent(SAID.subject ?? '') }), SAID),
      /^subject: the value was percent-encoded twice/,
    ],
    ['a plus', over(said({ body: 'x y' }), said({ body: 'x+y' })), /^body.*: "\+" became a space/],
    ['white space added', over(said({ subject: `${SAID.subject} ` }), SAID), /^subject: white space stands around/],
    ['white space trimmed', over(said({ body: 'x' }), said({ body: 'x ' })), /^body: white space around the value was trimmed/],
    ['line ends', over(said({ body: 'x\ny' }), said({ body: 'x\r\ny' })), /^body: CR LF became LF/],
    [
      'JSON written anew',
      over(said({ fund_bill_list: '[ {"amount": "88.88", "fundChannel": "ALIPAYACCOUNT"} ]' }), SAID),
      /^fund_bill_list: the JSON in it was parsed/,
    ],
    [
      'an amount as a number',
      over(said({ total_amount: '88.9', receipt_amount: '88.9' }), said({ total_amount: '88.90', receipt_amount: '88.90' })),
      /^total_amount, receipt_amount: an amount lost its decimals/,
    ],
    [
      'null',
      over(said({ buyer_open_id: 'null', gmt_close: 'null' }), SAID),
      /^buyer_open_id, gmt_close: an absent value became the word null/,
    ],
    [
      'GBK read and written as UTF-8',
      withSign(utf8, signature(gbk(text(utf8)))),
      /^subject: the text was signed in GBK \(charset\) and came in UTF-8/,
    ],
    [
      'UTF-8 written as GBK',
      form({ ...said({ subject: '龙井茶' }), sign: signature(text(said({ subject: '龙井茶' }))) }, gbk),
      /^subject: the text was signed in UTF-8 and came in GBK/,
    ],
    [
      'ISO-8859-1',
      over(said({ subject: Buffer.from(SAID.subject ?? '').toString('latin1') }), SAID),
      /^subject: UTF-8 was read as ISO-8859-1/,
    ],
    ['recomposed letters', over(said({ subject: 'é' }), said({ subject: 'e\u0301' })), /^subject: letters were recomposed/],
    ['lost letters', over(said({ subject: '\ufffd\ufffd' }), SAID), /^subject: characters were lost/],
    [
      'a value that looks like parameters',
      form(signedParams(said({ body: 'x&total_amount=0.01' }))),
      /^The signature fits, but the value of body/,
    ],
    [
      'too many parameters',
      form({ ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, '1'])), sign, sign_type: 'RSA2' }),
      /^The message has 102 parameters/,
    ],
  ])('%s', (_mistake, body, first, ours) => {
    const { genuine, causes: found } = look(body, ours)
    expect(genuine).toBe(false)
    expect(found[0]?.en).toMatch(first)
    expect(found.every(({ en, zh }) => /\.$/.test(en) && /[一-鿿].*[。）]$/s.test(zh))).toBe(true)
  })

  test.each([
    ['JSON', json],
    ['a JSON string of the form', JSON.stringify(raw)],
    ['percent-encoded', encodeURIComponent(raw)],
    ['escaped separators', raw.replaceAll('&', '&amp;')],
    ['decoded already', decodedOnce],
  ])('%s whose values are whole: only its form was changed, and it is not genuine', (_form, body) => {
    expect(causes(body)[1]).toMatch(/^Read in this form the signature fits/)
  })

  test('JSON in which an amount became a number says both', () => {
    const numbers = JSON.stringify(signedParams({ ...SAID, total_amount: '88.90' })).replace('"88.90"', '88.9')
    expect(causes(numbers)).toEqual([
      expect.stringMatching(/^The body is JSON/),
      expect.stringMatching(/^total_amount: an amount lost/),
    ])
  })

  test('a form that was decoded and still looks like one', () => {
    const { subject: _subject, ...plain } = SAID
    const decoded = Object.entries(signedParams({ ...plain, body: '100+1' }))
      .map((pair) => pair.join('='))
      .join('&')
    expect(causes(decoded)).toEqual([expect.stringMatching(/^The form was decoded before it came here, so it is decoded twice/)])
  })

  test.each([
    [`${raw}&subject=x`, 'first'],
    [raw.replace('&subject=', '&subject=x&subject='), 'last'],
  ])('of a parameter that came twice it is said which one was signed', (body, which) => {
    expect(causes(body)[1]).toContain(`the ${which} value is the one that was signed`)
    expect(refusalOf(received(body))).toBe('UNVERIFIED')
  })

  test('an empty parameter that was signed', () => {
    const names = [...Object.keys(SAID).filter((name) => name !== 'sign_type'), 'buyer_open_id'].sort()
    const signed = names.map((name) => `${name}=${name === 'buyer_open_id' ? '' : SAID[name as keyof typeof SAID]}`).join('&')
    expect(causes(withSign({ ...SAID, buyer_open_id: '' }, signature(signed)))).toEqual([
      expect.stringMatching(/^Empty parameters were signed \(buyer_open_id\)/),
    ])
  })
})

describe('whatever comes', () => {
  const edits = fc.array(
    fc.record({
      at: fc.nat(2_000),
      drop: fc.nat(3),
      put: fc.constantFrom('', '0', '+', '%', '&', '=', '%20', '&a=1', 'sign=', '龙', '\0'),
    }),
    { maxLength: 2 },
  )
  const edited = (whole: string, changes: readonly { at: number; drop: number; put: string }[]) =>
    changes.reduce((all, { at, drop, put }) => {
      const place = at % (all.length + 1)
      return all.slice(0, place) + put + all.slice(place + drop)
    }, whole)

  test('genuine is what notify believes, over edits of genuine notifies', () => {
    const messages = fc.constantFrom(
      form(SIGNED),
      form(signedParams(SAID, walletKey, 'V2')),
      form(signedParams({ ...SAID, body: 'x&total_amount=1' })),
      form(signedParams({ ...SAID, alipay_cert_sn: chain.wallet.sn })),
    )
    fc.assert(
      fc.property(messages, edits, fc.constantFrom(entry, certified), (message, changes, ours) => {
        const one = received(edited(message, changes))
        const refusal = refusalOf(one, ours)
        const found = inspect(one, ours)
        expect(found.genuine || refusal !== undefined).toBe(true)
        if (found.genuine) expect(refusal).not.toBe('UNVERIFIED')
        else expect(found.causes.length).toBeGreaterThan(0)
      }),
      { numRuns: 150 },
    )
  })

  test('it never throws, and what is not genuine has a cause', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((json) => Buffer.from(json)),
      fc.string().map((words) => Buffer.from(`a=${words}&sign=x&sign_type=RSA2`)),
      fc.webQueryParameters().map((words) => Buffer.from(`a=${words}`)),
    )
    fc.assert(
      fc.property(bytes, fc.string(), (body, query) => {
        const { genuine, causes: found } = inspect({ headers: new Map(), query, body }, entry)
        expect(genuine).toBe(false)
        expect(found.length).toBeGreaterThan(0)
      }),
    )
  })

  test('no secret is printed, wherever the message holds it', () => {
    const token = '202601BB0123456789abcdef'
    const ours = { ...entry, appAuthToken: new Secret(token), contentKey: new Secret('aYA0GP8JEW+D7/UFaskCWA==') }
    for (const secret of [token, KEYS.app_private_pkcs8, 'aYA0GP8JEW+D7/UFaskCWA==']) {
      for (const params of [
        { ...SAID, body: secret },
        { ...SAID, [secret.replace(/[^0-9A-Za-z]/g, '').slice(0, 40)]: secret },
      ]) {
        for (const body of [form(signedParams(params)), over(params, SAID), JSON.stringify(params), withSign(SAID, secret)]) {
          const printed = JSON.stringify(look(body, ours))
          expect(printed).not.toContain(JSON.stringify(secret).slice(1, -1))
          expect(printed).not.toMatch(/PRIVATE KEY/)
        }
      }
    }
  })

  test('what is shown steers no terminal and fills no screen', () => {
    const ESCAPE = String.fromCharCode(27)
    const found = look(over({ ...SAID, body: `${ESCAPE}[2J\r${'x'.repeat(20_000)}` }, SAID))
    expect(found.signed).not.toContain(ESCAPE)
    expect(found.signed.length).toBeLessThanOrEqual(4_000)
    for (const { en } of [...found.causes, ...look(over({ ...SAID, app_id: 'x'.repeat(5_000) }, { x: '1' })).causes])
      expect(en.length).toBeLessThan(600)
  })

  test('a message made to be slow is explained in a second', () => {
    const fat = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`field_${at}`, `%25 &amp; +${'é'.repeat(80)} `]))
    const begun = performance.now()
    expect(causes(over(fat, { x: '1' }))[0]).toMatch(/sign_type/)
    expect(performance.now() - begun).toBeLessThan(3_000)
  })
})

test('the plugin brings it', () => {
  expect(plugin.inspect?.(received(form(SIGNED)), entry)).toEqual(look(form(SIGNED)))
})

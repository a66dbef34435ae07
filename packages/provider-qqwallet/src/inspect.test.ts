import { createHash, createHmac } from 'node:crypto'
import { type NotifyInspection, type Received, Secret } from '@tpkit/core'
import { canonicalText, type Fields, hmacSha256Sign, md5Sign, writeXml } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import plugin from './index.ts'
import { inspect } from './inspect.ts'
import { qqwallet } from './protocol.ts'
import { account, at, immediate, KEY, received, signedXml, vector } from './qqwallet.fixture.ts'

const { sign: _sign, ...GENUINE } = vector('notifications', 'computed-payment-coupon').fields
const OTHER_KEY = 'other0123456789other0123456789ot'

const md5 = (text: string | Uint8Array) => createHash('md5').update(text).digest('hex').toUpperCase()
const look = (body: string | Uint8Array, config = account): NotifyInspection =>
  inspect(typeof body === 'string' ? received(body) : { ...received(''), body }, config)
/** What was sent, under a signature over something else. */
const signedOver = (sent: Fields, signed: Fields) => writeXml({ ...sent, sign: md5Sign(signed, KEY) })
const signedText = (sent: Fields, text: string) => writeXml({ ...sent, sign: md5(text) })

function notifyVerdict(message: Received, config = account): 'verified' | 'refused' {
  try {
    immediate(qqwallet(config).notify(message, at))
    return 'verified'
  } catch (error) {
    const { code, message: sentence } = error as { code: string; message: string }
    return code === 'UNVERIFIED' || sentence.startsWith('XML: ') ? 'refused' : 'verified'
  }
}

describe('a genuine notify', () => {
  test('shows the signed text without the key, the signature, and the beginning of the expected one', () => {
    const sign = md5Sign(GENUINE, KEY)
    expect(look(signedXml(GENUINE))).toEqual({
      genuine: true,
      signed: `${canonicalText(GENUINE)}&key=[secret]`,
      found: sign,
      expected: sign.slice(0, 6),
      causes: [],
    })
  })

  test.each([
    ['a signature in lower case', writeXml({ ...GENUINE, sign: md5Sign(GENUINE, KEY).toLowerCase() }), account],
    ['pretty-printed between its fields', signedXml(GENUINE).replaceAll(/(<\/\w+>)</g, '$1\n  <'), account],
    [
      'the second key of a rotation',
      signedXml(GENUINE, OTHER_KEY),
      { ...account, apiKeys: [new Secret(KEY), new Secret(OTHER_KEY)] },
    ],
    [
      'HMAC-SHA256 where the account says so',
      writeXml({ ...GENUINE, sign: hmacSha256Sign(GENUINE, KEY) }),
      { ...account, doubts: { signType: 'HMAC-SHA256' } } as const,
    ],
    ['of another merchant: whose it is, bind says', signedXml({ ...GENUINE, mch_id: '1900000110' }), account],
  ])('may have %s', (_what, body, config) => {
    expect(look(body, config)).toMatchObject({ genuine: true, causes: [] })
  })

  test('is asked for through the plugin', () => {
    expect(plugin.inspect?.(received(signedXml(GENUINE)), account)).toMatchObject({ genuine: true })
  })
})

describe('a mistake is named first, in both languages, with its cure', () => {
  const attach = '深圳分店 <A&B> 50%'
  const said: Fields = { ...GENUINE, attach }
  const xml = signedXml(said)
  const swap = (from: string, to: string) => {
    expect(xml).toContain(from)
    return xml.replace(from, to)
  }
  const form = new URLSearchParams({ ...said, sign: md5Sign(said, KEY) }).toString()
  const json = JSON.stringify({ xml: { ...said, sign: md5Sign(said, KEY) } })
  const spaced = { ...said, attach: ' 深圳分店' }

  test.each<[string, string | Uint8Array, RegExp, Partial<typeof account>?]>([
    ['nothing at all', '', /^The body is empty: .*raw bytes/],
    ['too much', 'x'.repeat(65_537), /more than 64 kB/],
    ['no sign', writeXml(said), /^The message has no sign/],
    ['an empty sign', writeXml({ ...said, sign: '' }), /^The message has no sign/],
    ['a form', form, /^The body is a form/],
    ['a multipart form', `--x\r\nContent-Disposition: form-data\r\n\r\n${xml}`, /^The body is a form/],
    ['JSON', json, /^The body is JSON/],
    ['percent-encoded', encodeURIComponent(xml), /^The whole XML is percent-encoded/],
    ['escaped', xml.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), /^The whole XML is escaped/],
    ['a page', '<!doctype html><html></html>', /HTML page/],
    ['half', xml.slice(0, 200), /cut off/],
    ['GBK', gbk(xml), /not UTF-8.*GBK/],
    ['another declaration', `<?xml version="1.0" encoding="GBK"?>${xml}`, /declares another encoding/],
    ['nesting', swap('<attach>', '<attach><b>1</b>'), /not XML as the wallet writes it \(XML: /],
    ['plain words', 'hello', /not XML as the wallet writes it/],
    ['another sign_type', signedXml({ ...said, sign_type: 'HMAC-SHA256' }), /sign_type HMAC-SHA256, the account is set to MD5/],
    [
      'another algorithm',
      writeXml({ ...said, sign: hmacSha256Sign(said, KEY) }),
      /The signature is HMAC-SHA256 .*doubts\.signType/,
    ],
    [
      'another merchant',
      signedXml({ ...said, mch_id: '1900000110' }, OTHER_KEY),
      /of merchant 1900000110, the account is 1900000109/,
    ],
    ['another key', signedXml(said, OTHER_KEY), /^Another API key signed it: .*cannot be told.*list both/],
    ['a key with LF', signedXml(said, `${KEY}\n`), /key is changed: with LF/],
    ['a key that is cut', signedXml(said, KEY.slice(0, -1)), /key is changed: its last character/],
    ['a key in quotes here', xml, /key is changed: without quotes/, { apiKeys: [new Secret(`"${KEY}"`)] }],
    ['a key with white space here', xml, /key is changed: without white space/, { apiKeys: [new Secret(`${KEY}\n`)] }],
    ['a key that is cut here', xml, /^A configured API key has 31 characters/, { apiKeys: [new Secret(KEY.slice(1))] }],
    ['no key', signedText(said, canonicalText(said)), /signed without the key/],
    ['an empty key', signedXml(said, ''), /signed without the key/],
    ['no &key=', signedText(said, canonicalText(said) + KEY), /without "&key="/],
    ['white space in sign', xml.replace(/<sign><!\[CDATA\[(.*?)\]\]>/, '<sign>\n$1\n'), /^The sign has white space/],
    ['a field added', signedOver({ ...said, _t: '1' }, said), /^_t was not signed/],
    ['sign_type not signed', signedOver({ ...said, sign_type: 'MD5' }, said), /^sign_type was not signed/],
    ['a field removed', signedOver(without(said, 'fee_type'), said), /^fee_type=CNY was signed and is missing or changed/],
    ['a field changed', signedOver({ ...said, trade_state: 'success' }, said), /^trade_state=SUCCESS was signed/],
    [
      'empty fields signed',
      signedText({ ...said, openid: '' }, `${listed({ ...said, openid: '' })}&key=${KEY}`),
      /^Empty fields were signed \(openid\)/,
    ],
    ['sign signed', signedText(said, `${listed({ ...said, sign: '' })}&key=${KEY}`), /^sign itself was among/],
    [
      'unsorted',
      signedText(
        { zz: '1', ...said },
        `zz=1&${Object.entries(said)
          .map((pair) => pair.join('='))
          .join('&')}&key=${KEY}`,
      ),
      /order of the document/,
    ],
    [
      'values escaped twice',
      signedOver({ ...said, attach: '深圳分店 &lt;A&amp;B&gt; 50%' }, said),
      /^attach: the value was escaped once more/,
    ],
    [
      'values signed escaped',
      signedOver(said, { ...said, attach: '深圳分店 &lt;A&amp;B&gt; 50%' }),
      /^attach: the value was signed with its XML escapes/,
    ],
    ['CDATA in values', signedOver({ ...said, attach: `<![CDATA[${attach}]]>` }, said), /^attach: CDATA markers became/],
    ['CDATA signed', signedOver(said, { ...said, attach: `<![CDATA[${attach}]]>` }), /^attach: CDATA markers were signed/],
    [
      'values percent-encoded',
      signedOver({ ...said, attach: encodeURIComponent(attach) }, said),
      /^attach: the value was percent-encoded/,
    ],
    [
      'values percent-decoded',
      signedOver(said, { ...said, attach: encodeURIComponent(attach) }),
      /^attach: the value was percent-decoded/,
    ],
    ['a plus', signedOver({ ...said, attach: 'a b' }, { ...said, attach: 'a+b' }), /^attach: "\+" became a space/],
    [
      'pretty printing inside',
      signedOver({ ...said, attach: `\n    ${attach}\n  ` }, said),
      /^attach: white space stands around.*pretty-printed/,
    ],
    [
      'all of it pretty-printed',
      signedOver(
        mapped(said, (value) => `\n  ${value}\n`),
        said,
      ),
      /^mch_id, .*: white space stands around/,
    ],
    [
      'trimmed values',
      signedOver({ ...spaced, attach: spaced.attach.trim() }, spaced),
      /^attach: white space around the value was trimmed/,
    ],
    ['line ends', signedOver({ ...said, attach: 'a\nb' }, { ...said, attach: 'a\r\nb' }), /^attach: CR LF became LF/],
    [
      'ISO-8859-1',
      signedOver({ ...said, attach: Buffer.from(attach).toString('latin1') }, said),
      /^attach: UTF-8 was read as ISO-8859-1/,
    ],
    [
      'recomposed letters',
      signedOver({ ...said, attach: 'é' }, { ...said, attach: 'e\u0301' }),
      /^attach: letters were recomposed/,
    ],
    [
      'decimals',
      signedOver({ ...said, total_fee: `${said.total_fee}.0` }, said),
      /^total_fee: a whole number was written with decimals/,
    ],
    ['lost letters', signedOver({ ...said, attach: '\ufffd\ufffd <A&B> 50%' }, said), /^attach: characters were lost/],
    [
      'a rounded number',
      signedOver({ ...said, transaction_id: '1.9000001094716071e+27' }, said),
      /^transaction_id: a long number became/,
    ],
    ['a shortened sign', writeXml({ ...said, sign: md5Sign(said, KEY).slice(0, 20) }), /^The sign has 20 characters/],
    [
      'a value that looks like fields',
      signedXml({ ...said, attach: 'x&total_fee=1' }),
      /^The signature fits, but the value of attach/,
    ],
    [
      'too many fields',
      writeXml({ ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, '1'])), sign: md5('x') }),
      /^The message has 101 fields/,
    ],
  ])('%s', (_mistake, body, first, changes = {}) => {
    const { genuine, causes } = look(body, { ...account, ...changes })
    expect(genuine).toBe(false)
    expect(causes[0]?.en).toMatch(first)
    expect(causes.every(({ en, zh }) => /\.$/.test(en) && /[一-鿿].*[。）]$/s.test(zh))).toBe(true)
  })

  test('GBK bytes that were signed as such are told from a body that was re-encoded', () => {
    const fields = { ...GENUINE, attach: '深圳' }
    const sent = gbk(signedXml(fields))
    const sign = md5(gbk(`${canonicalText(fields)}&key=${KEY}`))
    const signedSo = gbk(writeXml({ ...fields, sign }))
    expect(look(sent).causes.map(({ en }) => en)).toEqual([
      expect.stringMatching(/not UTF-8/),
      expect.stringMatching(/only the form/),
    ])
    expect(look(signedSo).causes[1]?.en).toMatch(/signed as GBK bytes/)
  })

  test('a GET with a query string is told from an empty body', () => {
    expect(inspect({ ...received(''), query: 'a=1' }, account).causes[0]?.en).toMatch(/turned POST into GET/)
  })

  test.each([
    ['a form', form],
    ['JSON', json],
    [
      'JSON with lists, as xml2js makes it',
      JSON.stringify({ xml: mapped({ ...said, sign: md5Sign(said, KEY) }, (value) => [value]) }),
    ],
    ['a JSON string of the XML', JSON.stringify(xml)],
    ['what a form parser makes of XML', JSON.stringify({ [signedXml(GENUINE)]: '' })],
    ['percent-encoded XML', encodeURIComponent(xml)],
  ])('%s whose values are whole: only its form was changed, and it is not genuine', (_form, body) => {
    const { genuine, signed, causes } = look(body)
    expect(genuine).toBe(false)
    expect(signed).toMatch(/&key=\[secret\]$/)
    expect(causes[1]?.en).toMatch(/only the form of the body/)
  })

  test('JSON that rounded a number says both', () => {
    const { xml: fields } = JSON.parse(json)
    const causes = look(JSON.stringify({ ...fields, transaction_id: Number(fields.transaction_id) })).causes.map(({ en }) => en)
    expect(causes.slice(0, 2)).toEqual([
      expect.stringMatching(/^The body is JSON/),
      expect.stringMatching(/^transaction_id: a long number/),
    ])
  })

  test('a HMAC account names its own algorithm and the other', () => {
    const config = { ...account, doubts: { signType: 'HMAC-SHA256' } } as const
    expect(look(xml, config).causes[0]?.en).toMatch(/The signature is MD5/)
    const spoilt = createHmac('sha256', KEY)
      .update(`${canonicalText(said)}&key=${KEY}`)
      .digest('hex')
    expect(look(writeXml({ ...said, _t: '1', sign: spoilt }), config).causes[0]?.en).toMatch(/^_t was not signed/)
  })

  test('an account without a key says so', () => {
    expect(look(xml, { ...account, apiKeys: [] })).toMatchObject({
      genuine: false,
      causes: [{ en: expect.stringMatching(/no API key/) }],
    })
  })
})

describe('whatever comes', () => {
  const edits = fc.array(
    fc.record({
      at: fc.nat(2_000),
      drop: fc.nat(3),
      put: fc.constantFrom('', '0', ' ', '<', '&', '</a>', '\n', '<x>1</x>', '深', '\0', ']]>'),
    }),
    { maxLength: 2 },
  )
  const edited = (text: string, changes: readonly { at: number; drop: number; put: string }[]) =>
    changes.reduce((all, { at, drop, put }) => {
      const place = at % (all.length + 1)
      return all.slice(0, place) + put + all.slice(place + drop)
    }, text)
  const configs = fc.constantFrom(account, { ...account, apiKeys: [new Secret(OTHER_KEY), new Secret(KEY)] })
  const messages = fc.oneof(
    fc.constantFrom(
      signedXml(GENUINE),
      signedXml({ ...GENUINE, sign_type: 'MD5' }),
      signedXml({ ...GENUINE, attach: 'x&total_fee=1' }),
    ),
    fc
      .dictionary(
        fc.constantFrom(...Object.keys(GENUINE), 'x'),
        fc.string({ maxLength: 5 }).filter((text) => /^[ -~]*$/.test(text)),
      )
      .map((fields) => signedXml(fields)),
  )

  test('genuine is what notify believes, over edits of genuine notifies', () => {
    fc.assert(
      fc.property(messages, edits, configs, (message, changes, config) => {
        const one = received(edited(message, changes))
        expect(inspect(one, config).genuine).toBe(notifyVerdict(one, config) === 'verified')
      }),
      { numRuns: 200 },
    )
  })

  test('it never throws, and what is not genuine has a cause', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
      fc.string().map((text) => Buffer.from(`<xml>${text}</xml>`)),
      fc.webQueryParameters().map((text) => Buffer.from(`a=${text}`)),
    )
    fc.assert(
      fc.property(bytes, (body) => {
        const { genuine, causes } = look(body)
        expect(genuine).toBe(false)
        expect(causes.length).toBeGreaterThan(0)
      }),
    )
  })

  test('no secret is printed, wherever the message holds it', () => {
    const config = { ...account, appKey: new Secret('test-app-key-0001') }
    for (const fields of [
      { ...GENUINE, attach: KEY },
      { ...GENUINE, attach: 'test-app-key-0001' },
      { ...GENUINE, [KEY]: '1' },
    ]) {
      for (const body of [
        signedXml(fields),
        signedXml(fields, OTHER_KEY),
        JSON.stringify(fields),
        writeXml({ ...fields, sign: KEY }),
      ]) {
        expect(JSON.stringify(look(body, config))).not.toMatch(new RegExp(`${KEY}|test-app-key-0001`))
      }
    }
  })

  test('of a signature that was not found, six digits are shown', () => {
    const tampered = { ...GENUINE, total_fee: '1' }
    const shown = JSON.stringify(look(signedXml(tampered, OTHER_KEY)))
    expect(shown).toContain(md5Sign(tampered, KEY).slice(0, 6))
    expect(shown).not.toContain(md5Sign(tampered, KEY).slice(0, 7))
  })
})

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name))
}

function mapped<To>(fields: Fields, change: (value: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, change(value)]))
}

/** Every field, empty ones too, sorted. */
function listed(fields: Fields): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

/** ASCII and the few letters of these tests. */
function gbk(text: string): Buffer {
  const letters = new Map([
    ['深', [0xc9, 0xee]],
    ['圳', [0xdb, 0xda]],
    ['分', [0xb7, 0xd6]],
    ['店', [0xb5, 0xea]],
  ])
  return Buffer.from([...text].flatMap((letter) => letters.get(letter) ?? [letter.charCodeAt(0)]))
}

import { describe, expect, it } from 'vitest'
import { type Protocol, send } from '../contract/protocol.ts'
import { fakeTP, manifest, notHere, wire } from '../hard-cases/world.fixture.ts'
import { cny } from '../money.ts'
import type { RecordedCall } from '../ports.ts'
import { Secret } from '../secret.ts'
import { scrubber } from './scrub.ts'

const canary = 'canary/key+0123456789='

describe('a recording shows no secret', () => {
  const scrub = scrubber([new Secret(canary)], ['auth_code', 'openid'])
  const forms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')]

  it.each(forms)('hides %s', (form) => {
    expect(scrub.text(`before ${form} after`)).toBe('before [secret] after')
  })

  it.each([
    ['<a>1</a><auth_code><![CDATA[91123]]></auth_code>', '<a>1</a><auth_code>[secret]</auth_code>'],
    ['<auth_code>91123</auth_code><b>2</b>', '<auth_code>[secret]</auth_code><b>2</b>'],
    ['{"openid": "o\\"123","b":1}', '{"openid": [secret],"b":1}'],
    ['{"openid":123,"b":1}', '{"openid":[secret],"b":1}'],
    ['{"openid":["o1","o2"],"b":1}', '{"openid":[secret],"b":1}'],
    ['<openid >o123</openid ><b>2</b>', '<openid >[secret]</openid ><b>2</b>'],
    ['<auth_code><![CDATA[9]1]]]]><![CDATA[>23]]></auth_code><b>2</b>', '<auth_code>[secret]</auth_code><b>2</b>'],
    ['<openid_10>o123</openid_10><openid_type>x</openid_type>', '<openid_10>[secret]</openid_10><openid_type>x</openid_type>'],
    ['a=1&openid=o123&b=2', 'a=1&openid=[secret]&b=2'],
  ])('hides sensitive fields in %s', (text, expected) => {
    expect(scrub.text(text)).toBe(expected)
  })

  it('takes linear time on what a hostile answer may hold', () => {
    const hostile = `<openid>${'<![CDATA[]]>'.repeat(5_000)}<`
    expect(scrub.text(hostile)).toBe(hostile)
  })

  it('hides credentials in headers', () => {
    expect(
      scrub.headers([
        ['Authorization', 'Basic x'],
        ['accept', 'text/xml'],
      ]),
    ).toEqual([
      ['Authorization', '[secret]'],
      ['accept', 'text/xml'],
    ])
  })

  it('keeps requests, answers and failures of a TP free of them', async () => {
    const calls: RecordedCall[] = []
    const protocol: Protocol<'native'> = {
      manifest: manifest({ scenes: ['native'], abilities: [], sensitiveFields: ['openid'] }),
      payee: { mchId: '1' },
      *query(ref) {
        const body = Buffer.from(`key=${encodeURIComponent(canary)}&no=${ref.outTradeNo}`)
        yield* send({
          method: 'POST',
          url: `https://wallet.example/q?k=${canary}`,
          headers: [['authorization', canary]],
          body,
          effect: 'read',
        })
        return { kind: 'absent', evidence: 'verified' }
      },
      pay: notHere,
      refund: notHere,
      notify: notHere,
      acknowledge: () => ({ status: 200, headers: [], body: '' }),
    }
    const connection = wire(() => ({ headers: { echo: canary }, body: `{"openid":"o1","key":"${canary}"}` }))
    const recorder = { record: (call: RecordedCall) => void calls.push(call) }
    await fakeTP(protocol, connection, { keys: { secrets: [new Secret(canary)] }, recorder }).query({
      outTradeNo: 'ORDER_1',
      total: cny.fen(1),
    })
    const text = JSON.stringify(calls)
    expect(calls).toHaveLength(1)
    expect(text).toContain('no=ORDER_1')
    for (const hidden of [...forms, 'o1"']) expect(text).not.toContain(hidden)
  })
})

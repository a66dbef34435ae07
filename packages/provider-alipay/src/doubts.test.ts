import { describe, expect, test } from 'vitest'
import { DOUBTS, decided } from './doubts.ts'
import { alipay } from './protocol.ts'
import { account } from './wallet.fixture.ts'

describe('the doubts', () => {
  test('each says in both languages what is doubtful', () => {
    for (const [name, { en, zh }] of Object.entries(DOUBTS)) {
      expect(en, name).toMatch(/^[A-Z].*\.$/)
      expect(zh, name).toMatch(/[一-鿿].*。$/)
    }
  })

  test('each has a default', () => {
    expect(decided()).toEqual({
      nativeProduct: 'FACE_TO_FACE_PAYMENT',
      counterProduct: 'FACE_TO_FACE_PAYMENT',
      businessParams: 'object',
      appPayToken: 'send',
      subjectEmoji: 'refuse',
      refundDataWithoutStatus: 'processing',
      refundWindowDays: 365,
      quietSeconds: 300,
      giveUpSeconds: 45,
    })
  })

  test('what an account says goes before; the rest stays', () => {
    expect(decided({ giveUpSeconds: 60 })).toMatchObject({ giveUpSeconds: 60, quietSeconds: 300 })
    const { manifest } = alipay({ ...account, doubts: { quietSeconds: 60, refundWindowDays: 90 } })
    expect([manifest.timing.quietMs, manifest.limits.refundWindowDays]).toEqual([60_000, 90])
  })

  test.each([{ giveUp: 60 }, { giveUpSeconds: 5 }, { giveUpSeconds: '60' }, { businessParams: 'xml' }])(
    '%j is refused',
    (said) => {
      // As a configuration in JavaScript says it.
      const given: object = said
      expect(() => decided(given)).toThrow(expect.objectContaining({ code: 'CONFIG' }))
    },
  )
})

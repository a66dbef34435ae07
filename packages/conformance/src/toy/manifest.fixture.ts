import type { Manifest, Scene } from '@tpkit/core'
import { API, MONEY } from './wire.fixture.ts'

const NUMBER = { minLength: 8, maxLength: 20, alphabet: '0-9' } as const

export function toyManifest<S extends Scene>(scene: S): Manifest<S, 'close' | 'queryRefund'> {
  return {
    provider: 'toypay',
    title: { en: 'ToyPay', zh: '玩具支付' },
    status: 'ready',
    scenes: [scene],
    abilities: ['close', 'queryRefund'],
    origins: [API, MONEY],
    identityFor: ['refund'],
    decidedBeforeExecution: [{ status: 401, code: 'BAD_SIGNATURE' }],
    sensitiveFields: [],
    limits: {
      currencies: ['HKD'],
      maxAmount: 10n ** 15n,
      outTradeNo: NUMBER,
      outRefundNo: NUMBER,
      subjectLength: 60,
      attachLength: 60,
      refundWindowDays: 30,
      maxMessageBytes: 8_192,
    },
    timing: {
      callTimeoutMs: 5_000,
      quietMs: 1_000,
      promptLifeMs: { [scene]: 600_000 },
      earliestCloseMs: 60_000,
      refundSpacingMs: 30_000,
      earliestRefundQueryMs: 0,
      failedRefundRepeatsNumber: false,
      followUpMs: [1_000, 60_000],
    },
  }
}

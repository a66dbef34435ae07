import type { Manifest, Scene } from '@tpkit/core'
import type { Everything } from '../planted/plant.fixture.ts'
import { API, MONEY } from './wire.fixture.ts'

const NUMBER = { minLength: 8, maxLength: 20, alphabet: '0-9' } as const
export const PROMPT_LIFE_MS = 600_000

export function toyManifest<S extends Scene>(scene: S): Manifest<S | 'micropay', Everything> {
  return {
    provider: 'toypay',
    title: { en: 'ToyPay', zh: '玩具支付' },
    status: 'ready',
    scenes: [scene, 'micropay'],
    abilities: ['close', 'reverse', 'queryRefund', 'statement', 'probe'],
    origins: [API, MONEY],
    identityFor: ['refund', 'reverse'],
    decidedBeforeExecution: [{ status: 401, code: 'BAD_SIGNATURE' }],
    sensitiveFields: ['code'],
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
      promptLifeMs: { [scene]: PROMPT_LIFE_MS, micropay: PROMPT_LIFE_MS },
      earliestCloseMs: 60_000,
      micropay: { pollMs: 5_000, giveUpMs: 30_000, earliestReverseMs: 15_000 },
      statement: { readyAfterMs: 3_600_000, keptDays: 90 },
      refundSpacingMs: 30_000,
      earliestRefundQueryMs: 0,
      failedRefundRepeatsNumber: true,
      followUpMs: [1_000, 60_000],
    },
  }
}

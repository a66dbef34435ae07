import { type Habits, settled, USUAL_HABITS } from '../books/habits.ts'
import type { SignsWith } from './keys.ts'

/** How the wallet behaves where it has a choice, or where nobody knows what the real one does. */
export interface Settings extends Habits {
  /**
   * Which key signs notifies, and answers to requests that name none. Default: `certificate`, else the public key. With `both`
   * notifies take each in turn, and such answers the certificate.
   */
  readonly signsWith: SignsWith
  /** Whether refusals are signed; a wrong signature is answered unsigned in any case. Default: true. */
  readonly signsErrors: boolean
  /** How a payment that waits for the password is told: a 200 that holds the state alone, or a 202. Default: `200`. */
  readonly userPayingAs: '200' | '202'
  /** How a repeat with other content is told. Default: `OUT_TRADE_NO_USED`. */
  readonly repeatAs: 'OUT_TRADE_NO_USED' | 'INVALID_REQUEST'
  /** `associated_data` of notifies. Default: `typed`, which is `transaction` or `refund`. */
  readonly associatedData: 'typed' | 'empty'
  /** Refuses notify addresses that are not https, or not public. Default: false: a sandbox calls this machine. */
  readonly strictNotifyUrl: boolean
  /** Answers a refund within so long after the one before it of the same order with 429: the pages ask for a minute. Default: 0. */
  readonly refundSpacingMs: number
  /** Where `h5_url` points. Default: the real wallet's page. */
  readonly h5Page: string
  /** Where `download_url` points. Default: the real wallet's address, which is signed and rewritten as any other. */
  readonly downloadOrigin: string
}

/** 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min three times, 1 h, 3 h three times, 6 h twice. */
const PAUSES_S = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]

export const USUAL: Settings = {
  ...USUAL_HABITS,
  notifyPausesMs: PAUSES_S.map((seconds) => seconds * 1000),
  bankType: 'OTHERS',
  signsWith: 'certificate',
  signsErrors: true,
  userPayingAs: '200',
  repeatAs: 'OUT_TRADE_NO_USED',
  associatedData: 'typed',
  strictNotifyUrl: false,
  refundSpacingMs: 0,
  h5Page: 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb',
  downloadOrigin: 'https://api.mch.weixin.qq.com',
}

/** What is given, and the usual for the rest. Throws for a value of another type. */
export function settingsOf(given: Partial<Settings>): Settings {
  return settled(USUAL, given)
}

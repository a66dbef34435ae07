import type { Instant } from '@tpkit/core'
import { DAY_MS } from '../books/time.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { listedKeys, type SigningKey } from './keys.ts'
import { lock } from './sign.ts'
import type { State } from './state.ts'
import { rfc3339 } from './time.ts'

const LIFE_MS = 5 * 365 * DAY_MS

/** 下载平台证书. A wallet that has the public key alone has none. */
export function certificates(state: State, { merchant }: Call, now: Instant): Reply {
  const listed = listedKeys(state.walletKeys, now)
  if (listed.length === 0) throw new Refusal('RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
  return { status: 200, body: { data: listed.map((each) => entry(state, merchant.boxKey, each, now)) } }
}

function entry(
  { numbers, aheadMs }: State,
  boxKey: Call['merchant']['boxKey'],
  { id, certificate = '', listedFrom, until }: SigningKey,
  now: Instant,
): object {
  const nonce = numbers.nonce().slice(0, 12)
  const begin = listedFrom ?? now - DAY_MS
  return {
    serial_no: id,
    // By the merchants' clock, as everything is that they check by theirs.
    effective_time: rfc3339(begin - aheadMs),
    expire_time: rfc3339((until ?? begin + LIFE_MS) - aheadMs),
    encrypt_certificate: {
      algorithm: 'AEAD_AES_256_GCM',
      nonce,
      associated_data: 'certificate',
      ciphertext: lock(certificate, boxKey, nonce, 'certificate'),
    },
  }
}

import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Payee, Secret } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { checkNotifyUrl } from '@tpkit/core/provider'
import { type Certificates, certificatesIn } from './certificates.ts'
import type { AlipayConfig } from './config.ts'
import { type Doubts, decided } from './doubts.ts'
import { NOTIFY_URL_LENGTH } from './manifest.ts'

/** An account ready to work: checked, every doubt decided, its keys made. Made once, by `accountOf`. */
export interface Account extends Omit<AlipayConfig, 'doubts' | 'contentKey' | 'certificates'> {
  readonly doubts: Doubts
  /** AES密钥 of 接口内容加密. */
  readonly contentKey?: KeyObject
  readonly certificates?: Certificates
  readonly payee: Payee
}

/** Throws `CONFIG` for what no command could be sent with. */
export function accountOf(config: AlipayConfig): Account {
  const { appId, sellerId, certificates, contentKey, notifyUrl, ...rest } = config
  checkIdentity(config)
  return {
    ...rest,
    ...{ appId, sellerId, payee: { mchId: sellerId, appId }, doubts: decided(config.doubts) },
    ...(notifyUrl !== undefined && { notifyUrl: configured(() => checkNotifyUrl('notifyUrl', notifyUrl, NOTIFY_URL_LENGTH)) }),
    ...(contentKey && { contentKey: contentKeyOf(contentKey) }),
    ...(certificates && { certificates: certificatesIn(certificates) }),
  }
}

function checkIdentity({ appId, sellerId }: AlipayConfig): void {
  if (!appId) throw tpError('CONFIG', 'appId: expected the application id (应用 APPID), found none')
  if (!sellerId) throw tpError('CONFIG', "sellerId: expected the merchant's PID (收款方 PID), found none")
}

function contentKeyOf(key: Secret): KeyObject {
  const bytes = Buffer.from(key.reveal(), 'base64')
  if (bytes.byteLength === 16) return createSecretKey(bytes)
  throw tpError('CONFIG', 'contentKey: expected Base64 of 16 bytes (接口内容加密 AES密钥), found another length')
}

/** The rules of a command's fields, broken by the account. */
function configured<Checked>(check: () => Checked): Checked {
  try {
    return check()
  } catch (error) {
    throw isTPError(error) ? tpError('CONFIG', error.message) : error
  }
}

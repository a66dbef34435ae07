import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Payee } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { checkNotifyUrl } from '@tpkit/core/provider'
import { checkIp } from './checks.ts'
import type { WeChatPayConfig } from './config.ts'
import { type Doubts, decided } from './doubts.ts'
import { NOTIFY_URL_LENGTH } from './manifest.ts'

/** An account ready to work: checked, every doubt decided, its keys made. Made once, by `accountOf`. */
export interface Account extends Omit<WeChatPayConfig, 'doubts' | 'apiV3Keys'> {
  readonly doubts: Doubts
  /** APIv3密钥. */
  readonly boxKeys: readonly KeyObject[]
  /** Of a service provider for a sub-merchant. */
  readonly partner: boolean
  readonly payee: Payee
}

/** Throws `CONFIG` for what no command could be sent with. */
export function accountOf(config: WeChatPayConfig): Account {
  const { apiV3Keys, mchId, appId, subMchId, subAppId, notifyUrl, defaultPayerIp, ...rest } = config
  checkIdentity(config)
  return configured(() => ({
    ...rest,
    ...{ mchId, appId, ...(subMchId && { subMchId }), ...(subAppId && { subAppId }) },
    ...(notifyUrl !== undefined && { notifyUrl: checkNotifyUrl('notifyUrl', notifyUrl, NOTIFY_URL_LENGTH) }),
    ...(defaultPayerIp !== undefined && { defaultPayerIp: checkIp('defaultPayerIp', defaultPayerIp) }),
    doubts: decided(config.doubts),
    boxKeys: apiV3Keys.map((key) => createSecretKey(Buffer.from(key.reveal()))),
    partner: subMchId !== undefined,
    payee: { mchId, appId, ...(subMchId && { subMchId }), ...(subAppId && { subAppId }) },
  }))
}

function checkIdentity({ mchId, appId, serial, apiV3Keys, subMchId, subAppId }: WeChatPayConfig): void {
  if (!mchId) throw tpError('CONFIG', 'mchId: expected the merchant number (商户号), found none')
  if (!appId) throw tpError('CONFIG', 'appId: expected the application id (AppID), found none')
  if (!serial)
    throw tpError('CONFIG', 'serial: expected the serial number of the merchant certificate (商户API证书序列号), found none')
  if (apiV3Keys.length === 0) throw tpError('CONFIG', 'apiV3Keys: expected at least one APIv3 key (APIv3密钥), found none')
  const odd = apiV3Keys.findIndex((key) => Buffer.byteLength(key.reveal()) !== 32)
  if (odd >= 0) throw tpError('CONFIG', `apiV3Keys[${odd}]: expected 32 characters (APIv3密钥), found another length`)
  if (subAppId && !subMchId) throw tpError('CONFIG', 'subAppId: expected subMchId (特约商户号) beside it, found none')
}

/** The rules of a command's fields, broken by the account. */
function configured<Checked>(check: () => Checked): Checked {
  try {
    return check()
  } catch (error) {
    throw isTPError(error) ? tpError('CONFIG', error.message) : error
  }
}

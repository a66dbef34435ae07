import { isTPError, tpError } from '@tpkit/core/errors'
import { checkIpv4, checkNotifyUrl, given } from '@tpkit/core/provider'
import type { Account, QQWalletConfig } from './config.ts'
import { type Doubts, decided } from './doubts.ts'
import { checkDevice } from './extra.ts'
import { NOTIFY_URL_LENGTH } from './manifest.ts'

/**
 * The account ready to work. What it says for every command is checked here, once, and no more on the way of each.
 * Throws `CONFIG` for what no command could be sent with, and for one that cannot sign, or would with an empty key.
 */
export function accountOf(config: QQWalletConfig): Account {
  checkIdentity(config)
  const doubts = decided(config.doubts)
  return { ...config, ...usualValues(config, doubts), doubts, maxAmount: BigInt(doubts.largestAmountFen) }
}

function checkIdentity({ mchId, apiKeys, subMchId, subAppId }: QQWalletConfig): void {
  if (!mchId) throw tpError('CONFIG', 'mchId: expected the merchant number (商户号), found none')
  if (apiKeys.length === 0) throw tpError('CONFIG', 'apiKeys: expected at least one API key (API密钥), found none')
  const empty = apiKeys.findIndex((key) => key.reveal().trim() === '')
  if (empty >= 0) throw tpError('CONFIG', `apiKeys[${empty}]: expected an API key (API密钥), found an empty value`)
  if (subAppId && !subMchId) throw tpError('CONFIG', 'subAppId: expected subMchId (子商户号) beside it, found none')
}

type Usual = Pick<Account, 'notifyUrl' | 'defaultPayerIp' | 'deviceInfo'>

/** What stands in for a command that does not say it. */
function usualValues({ notifyUrl, defaultPayerIp = '127.0.0.1', deviceInfo = 'POS-1' }: QQWalletConfig, doubts: Doubts): Usual {
  return configured(() => {
    const url = given(notifyUrl, (address) => checkNotifyUrl('notifyUrl', address, NOTIFY_URL_LENGTH))
    return {
      ...(url !== undefined && { notifyUrl: url }),
      defaultPayerIp: checkIpv4('defaultPayerIp', defaultPayerIp),
      deviceInfo: checkDevice('deviceInfo', deviceInfo, doubts),
    }
  })
}

/** The rules of a command's fields, broken by the account. */
function configured<Checked>(check: () => Checked): Checked {
  try {
    return check()
  } catch (error) {
    throw isTPError(error) ? tpError('CONFIG', error.message) : error
  }
}

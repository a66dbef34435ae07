import type { NotifyInspection, Received } from '@tpkit/core'
import { canonicalText, type Fields, hmacSha256Verify, md5Verify } from '@tpkit/wire'
import type { QQWalletConfig } from './config.ts'
import { type Doubts, decided } from './doubts.ts'
import { type Reading, readingOf } from './inspect-body.ts'
import { explained, few, MOST_FIELDS } from './inspect-trials.ts'
import {
  type Cause,
  hidden,
  keyForm,
  lost,
  manyFields,
  otherMerchant,
  otherSignType,
  rounded,
  SIGN,
  signForm,
  UNEXPLAINED,
} from './inspect-words.ts'
import { hidesField, isSigned, signatureOf } from './signature.ts'

/** How many digits of the expected signature are shown: enough to compare, too few to forge with. */
const SHOWN = 6

/**
 * Explains a notify (支付结果通知) to the person who looks for the mistake: the signed text, whether the signature fits, and
 * if not, why. Agrees with `notify`, which alone decides; the work is bounded and nothing of it is secret.
 */
export function inspect(received: Received, config: QQWalletConfig): NotifyInspection {
  const doubts = decided(config.doubts)
  const reading = readingOf(received)
  const { fields, cause } = reading
  if (!fields) return { genuine: false, signed: '', causes: cause ? [cause] : [] }
  const held = holds(fields, config, doubts)
  const genuine = held && cause === undefined
  const veil = veiled(config)
  const found = fields.sign
  return {
    genuine,
    signed: veil(`${canonicalText(fields)}&key=[secret]`),
    ...(found && { found: veil(found) }),
    ...(config.apiKeys.length > 0 && { expected: signatureOf(fields, { apiKeys: config.apiKeys, doubts }).slice(0, SHOWN) }),
    causes: genuine
      ? []
      : causesOf(reading, fields, { config, doubts, held }).map(({ en, zh }) => ({
          en: veil(oneLine(en)),
          zh: veil(oneLine(zh)),
        })),
  }
}

function holds(fields: Fields, { apiKeys }: QQWalletConfig, doubts: Doubts): boolean {
  try {
    return isSigned(fields, { apiKeys, doubts })
  } catch {
    return false
  }
}

interface Account {
  readonly config: QQWalletConfig
  readonly doubts: Doubts
  readonly held: boolean
}

/** What is certain first, then what explains the signature, then what cannot be told from here. */
function causesOf({ cause, bytewise }: Reading, fields: Fields, account: Account): readonly Cause[] {
  const form = cause ? [cause] : []
  if (account.held) return [...form, SIGN.onlyForm]
  if (!fields.sign) return [...form, SIGN.none]
  if (account.config.apiKeys.length === 0) return [...form, SIGN.noKey]
  const plain = [...form, ...facts(fields, account)]
  if (fits(fields, account)) return [...plain, ...ambiguous(fields)]
  const count = Object.keys(fields).length
  if (count > MOST_FIELDS) return [...plain, manyFields(count), ...UNEXPLAINED]
  const { mchId, appId, apiKeys } = account.config
  const tried = explained({
    fields,
    ...(bytewise && { bytewise }),
    keys: apiKeys.map((key) => key.reveal()),
    algorithm: account.doubts.signType,
    mchId,
    ...(appId && { appId }),
  })
  return tried ? [...plain, tried] : [...plain, ...hints(fields, account), ...UNEXPLAINED]
}

/** Whether the signature itself is right, whatever else refuses the message. */
function fits(fields: Fields, { config: { apiKeys }, doubts }: Account): boolean {
  const verify = doubts.signType === 'MD5' ? md5Verify : hmacSha256Verify
  return verify(
    fields,
    apiKeys.map((key) => key.reveal()),
  )
}

/** The account decides about the algorithm, so a message that names another is refused before its signature is looked at. */
function facts({ sign_type }: Fields, { doubts: { signType } }: Account): readonly Cause[] {
  return sign_type && sign_type !== signType ? [otherSignType(sign_type.slice(0, 20), signType)] : []
}

/** A genuine signature that pins down more than one message. */
function ambiguous(fields: Fields): readonly Cause[] {
  const name = Object.keys(fields).find((each) => hidesField(fields[each] ?? ''))
  return name === undefined ? [] : [hidden(name.slice(0, 40))]
}

/** What speaks for a cause and proves none. */
function hints(fields: Fields, { config: { apiKeys, mchId } }: Account): readonly Cause[] {
  const { sign = '', mch_id = '' } = fields
  const named = (pattern: RegExp) => few(Object.keys(fields).filter((name) => pattern.test(fields[name] ?? '')))
  const [broken, floating] = [named(/\ufffd|\?\?/), named(/^[0-9](?:\.[0-9]+)?e\+[0-9]+$/i)]
  const oddKey = apiKeys.map((key) => key.reveal()).find((key) => !/^[!-~]{32}$/.test(key))
  return [
    ...(mch_id !== '' && mch_id !== mchId ? [otherMerchant(mch_id.slice(0, 32), mchId)] : []),
    ...(/^(?:[0-9A-F]{32}|[0-9A-F]{64})$/i.test(sign) ? [] : [signForm(sign.length)]),
    ...(broken ? [lost(broken)] : []),
    ...(floating ? [rounded(floating)] : []),
    ...(oddKey === undefined ? [] : [keyForm(oddKey.length)]),
  ]
}

/** Should a message hold a secret, nobody reads it here. */
function veiled({ apiKeys, appKey, operatorPassword }: QQWalletConfig): (text: string) => string {
  const secrets = [...apiKeys, ...(appKey ? [appKey] : []), ...(operatorPassword ? [operatorPassword] : [])]
    .map((secret) => secret.reveal().trim())
    // A password of six digits stands in many a number.
    .filter((secret) => secret.length >= 8)
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text)
}

/** A name or value of the message may hold what steers a terminal. */
function oneLine(sentence: string): string {
  return sentence.replace(/\p{Cc}/gu, ' ')
}

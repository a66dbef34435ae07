import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { NotifyInspection, Received } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { type Fields, openBox, readJson, rsaVerify } from '@tpkit/wire'
import { accountOf } from './account.ts'
import type { WeChatPayEntry } from './schema.ts'
import { type Proof, proofIn, signedText } from './verify.ts'

type Cause = NotifyInspection['causes'][number]

/** How much of the signed text is shown. */
const MOST_SHOWN = 4_000

/**
 * Explains a notify (支付结果通知) to the person who looks for the mistake: the text that is signed, whether the signature fits the
 * configured keys, and if not, why. `notify` decides; it also knows keys that were downloaded, and the time.
 */
export function inspect(received: Received, entry: WeChatPayEntry): NotifyInspection {
  const proof = readableProof(received)
  if (!isProof(proof)) return { genuine: false, signed: '', causes: [proof] }
  const signed = oneScreen(new TextDecoder().decode(signedText(proof, received.body)))
  const causes = causesOf(received, proof, entry)
  return { genuine: causes.length === 0, signed, found: proof.signature.slice(0, 400), causes }
}

function readableProof({ headers }: Received): Proof | Cause {
  try {
    return proofIn(headers) ?? NO_PROOF
  } catch (error) {
    if (!isTPError(error)) throw error
    return { en: error.message, zh: '签名头重复出现：只能各有一个；检查前面的代理是否重复添加了头' }
  }
}

function isProof(found: Proof | Cause): found is Proof {
  return 'signature' in found
}

const NO_PROOF: Cause = {
  en: 'the headers Wechatpay-Timestamp, -Nonce, -Signature and -Serial are missing or not complete; a proxy dropped them, or this is no notify of the wallet',
  zh: '缺少 Wechatpay-Timestamp、-Nonce、-Signature、-Serial 头；可能被代理丢弃，或者不是微信支付的通知',
}

function causesOf({ body }: Received, proof: Proof, entry: WeChatPayEntry): readonly Cause[] {
  const known = configuredKeys(entry)
  const key = known.get(proof.serial)
  if (!key) return [unknownSerial(proof.serial, [...known.keys()])]
  if (!rsaVerify(key, signedText(proof, body), proof.signature))
    return [signerOf(proof, body, known) ?? brokenSignature(proof, body)]
  return closedBox(body, entry)
}

function configuredKeys({ publicKey, publicKeyId, platformCertificates = [] }: WeChatPayEntry): ReadonlyMap<string, KeyObject> {
  const certificates = platformCertificates.map((pem) => new X509Certificate(pem))
  const keys = certificates.map(({ serialNumber, publicKey: key }): [string, KeyObject] => [serialNumber, key])
  if (publicKey && publicKeyId) keys.push([publicKeyId, createPublicKey(publicKey)])
  return new Map(keys)
}

function unknownSerial(serial: string, known: readonly string[]): Cause {
  const [found, list] = [JSON.stringify(serial.slice(0, 80)), known.join(', ') || 'none']
  return {
    en: `Wechatpay-Serial names ${found}, and the account has ${list}; compare publicKeyId, or run "tpkit doctor --live", which downloads platform certificates`,
    zh: `Wechatpay-Serial 为 ${found}，账户中有 ${list}；核对 publicKeyId，或运行 “tpkit doctor --live” 下载平台证书`,
  }
}

/** Signed with another key of ours than the one it names. */
function signerOf(proof: Proof, body: Uint8Array, known: ReadonlyMap<string, KeyObject>): Cause | undefined {
  const other = [...known].find(([, key]) => rsaVerify(key, signedText(proof, body), proof.signature))
  if (!other) return undefined
  return {
    en: `it is signed with ${other[0]}, and names ${proof.serial.slice(0, 80)}; publicKey and publicKeyId were mixed up`,
    zh: `由 ${other[0]} 签名，却声明为 ${proof.serial.slice(0, 80)}；publicKey 与 publicKeyId 配反了`,
  }
}

function brokenSignature({ signature }: Proof, body: Uint8Array): Cause {
  if (signature.startsWith('WECHATPAY/SIGNTEST/')) {
    return {
      en: 'it is a probe (签名探测流量): a wrong signature on purpose, to see whether it is refused; nothing is to be mended',
      zh: '这是签名探测流量：故意发送的错误签名，用来检查是否拒绝；无需处理',
    }
  }
  const text = new TextDecoder().decode(body)
  if (/^\s|\s$|": |",\s/.test(text)) {
    return {
      en: 'the body has spaces that the wallet does not send: it was parsed and written anew before it came here; hand over the raw bytes',
      zh: '报文中有微信支付不会发送的空格：在到达之前被解析并重新序列化；请传入原始字节',
    }
  }
  return {
    en: 'no key of the account fits these bytes: something on the way changed them, or it is forged',
    zh: '账户中没有密钥与这些字节相符：途中被修改，或者是伪造的',
  }
}

function closedBox(body: Uint8Array, entry: WeChatPayEntry): readonly Cause[] {
  try {
    const fields = readJson(body)
    return opens(fields, entry) ? [] : [WRONG_KEY]
  } catch (error) {
    if (!isTPError(error)) throw error
    return [{ en: `the signature fits, and the body is no message: ${error.message}`, zh: '签名正确，但报文不是有效的 JSON' }]
  }
}

function opens(fields: Fields, entry: WeChatPayEntry): boolean {
  const { 'resource.ciphertext': ciphertext = '', 'resource.nonce': nonce = '' } = fields
  const box = { ciphertext, nonce, associatedData: fields['resource.associated_data'] ?? '' }
  return openBox(box, accountOf(entry).boxKeys) !== undefined
}

const WRONG_KEY: Cause = {
  en: 'the signature fits, and apiV3Key does not open the content (APIv3密钥); compare it with the merchant platform (账户中心 → API安全)',
  zh: '签名正确，但 apiV3Key 无法解密内容（APIv3密钥）；与商户平台核对（账户中心 → API安全）',
}

/** The text may hold what steers a terminal; its line ends are part of it. */
function oneScreen(text: string): string {
  return text.slice(0, MOST_SHOWN).replace(/[^\P{Cc}\n]/gu, ' ')
}

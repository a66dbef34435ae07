import type { Sentence } from '../wallet.ts'
import type { CertificateMistake } from './diagnose-certificate.ts'
import type { Deviation, SignatureCause } from './diagnose-recipe.ts'

/** A cause by its name, and what to do about it. */
export interface Cause {
  readonly cause: string
  readonly sentence: Sentence
}

export const RIGHT_SIGNATURE: Cause = { cause: 'right', sentence: { en: 'The signature is right.', zh: '签名正确。' } }

export const NO_SIGN: Cause = {
  cause: 'no-sign',
  sentence: {
    en: 'There is no sign, or an empty one. Sign with RSA2 and send it as sign.',
    zh: '没有 sign 或其为空。请用 RSA2 签名并以 sign 发送。',
  },
}

export const UNKNOWN_APP: Cause = {
  cause: 'unknown-application',
  sentence: { en: 'No application of this wallet has that app_id.', zh: '本钱包没有此 app_id 的应用。' },
}

export const SIGN_NOT_ESCAPED: Cause = {
  cause: 'sign-not-escaped',
  sentence: {
    en: 'The signature was not URL-encoded: its + arrived as spaces. Encode the value of sign as any other.',
    zh: 'sign 未做 URL 编码，其中的 + 变成了空格。请像其他参数一样对 sign 编码。',
  },
}

export const SIGN_IN_HEX: Cause = {
  cause: 'sign-in-hex',
  sentence: { en: 'The signature is written in hex. Write it in Base64.', zh: '签名是十六进制写法。请使用 Base64。' },
}

export const CHARSET_NOT_IN_QUERY: Cause = {
  cause: 'charset',
  sentence: {
    en: 'The signature is right, but charset stands in the body alone: the gateway has taken the body for GBK before. Put charset into the query string of the address.',
    zh: '签名本身正确，但 charset 只在请求体中：网关此前已按 GBK 解码请求体。请把 charset 放在地址的查询串中。',
  },
}

export const UNKNOWN_KEY: Cause = {
  cause: 'wrong-key',
  sentence: {
    en: 'No key of this wallet made this signature. Compare the private key with the public key or certificate of the application (应用公钥).',
    zh: '没有任何已知密钥能产生此签名。请核对应用私钥与应用公钥（或应用证书）是否匹配。',
  },
}

export const OTHER_TEXT: Cause = {
  cause: 'other-text',
  sentence: {
    en: 'The key is right and another text was signed, by no single mistake. Compare the text above with yours, letter by letter.',
    zh: '密钥正确，但签名的文本不同，且非单一错误所致。请把上面的待签名串与您的逐字比较。',
  },
}

export function wrongKey(owner: string): Cause {
  const isWallet = owner === 'alipay'
  return {
    cause: 'wrong-key',
    sentence: isWallet
      ? {
          en: "Signed with the wallet's own key. Use the private key of the application (应用私钥).",
          zh: '使用了支付宝的密钥签名。请使用应用私钥。',
        }
      : {
          en: `Signed with the key of application ${owner}. Use the one of the app_id that is sent.`,
          zh: `使用了应用 ${owner} 的私钥签名。请使用与所发 app_id 对应的私钥。`,
        },
  }
}

export function otherHash(hash: string): Cause {
  const name = hash.toUpperCase()
  return {
    cause: 'algorithm',
    sentence: {
      en: `Signed with ${name}. RSA2 is SHA-256 with RSA (SHA256withRSA).`,
      zh: `使用了 ${name} 签名。RSA2 即 SHA256withRSA。`,
    },
  }
}

export function signType(found: string): Cause {
  const said = found === '' ? 'none' : `"${found.slice(0, 16)}"`
  return {
    cause: 'algorithm',
    sentence: {
      en: `The signature is right and sign_type is not: expected RSA2, found ${said}.`,
      zh: `签名正确，但 sign_type 应为 RSA2，实际为 ${found === '' ? '空' : said}。`,
    },
  }
}

const SENTENCES: Readonly<Record<SignatureCause, (detail: string) => Sentence>> = {
  'sign-type-left-out': () => ({
    en: 'sign_type was not signed. A request signs it; only what the wallet sends leaves it out.',
    zh: 'sign_type 未参与签名。请求签名时要包含 sign_type，只有验证异步通知时才去掉。',
  }),
  'sign-included': () => ({
    en: 'The parameter sign itself was among the signed ones. Leave it out of the text.',
    zh: 'sign 参数本身参与了签名。请将其从待签名串中去掉。',
  }),
  'parameter-left-out': (name) => ({
    en: `${name} was sent but not signed. Every parameter that is sent and not empty is signed, except sign.`,
    zh: `${name} 已发送但未参与签名。除 sign 外，所有发送的非空参数都要参与签名。`,
  }),
  'extra-parameter': (name) => ({
    en: `${name} was signed though it is empty or was not sent. Sign the parameters that are sent and not empty.`,
    zh: `${name} 为空或没有发送，却参与了签名。只有发送的非空参数才参与签名。`,
  }),
  'query-only': () => ({
    en: 'Only the parameters of the query string were signed. Those of the body, biz_content above all, are signed with them.',
    zh: '只对查询串中的参数签名。请求体中的参数（尤其是 biz_content）也要参与签名。',
  }),
  'body-only': () => ({
    en: 'Only the parameters of the body were signed. Those of the query string are signed with them.',
    zh: '只对请求体中的参数签名。查询串中的公共参数也要参与签名。',
  }),
  unsorted: (which) => ({
    en: `The parameters were signed in the wrong order (${which}). Sort them by name, ascending, in byte order.`,
    zh: `签名参数的顺序不对（${which}）。请按参数名的 ASCII 码从小到大排序。`,
  }),
  'url-encoded': (which) => ({
    en: `Values were signed URL-encoded (${which}). Sign them as they are, and encode them afterwards.`,
    zh: `签名时值已被 URL 编码（${which}）。请先对原始值签名，再编码。`,
  }),
  'plus-for-space': (which) => ({
    en: `A plus sign and a space were confused (${which}). Encode values with %2B and %20 where they are sent, and sign neither.`,
    zh: `加号与空格被混淆（${which}）。发送时应编码为 %2B 和 %20，签名用原始值。`,
  }),
  'html-escaped': (which) => ({
    en: `The text was signed with HTML escapes (${which}). Sign it as it is; the wallet's error messages escape it only to be shown.`,
    zh: `签名文本带有 HTML 转义（${which}）。请对原始文本签名；网关报错中的转义仅用于显示。`,
  }),
  quoted: () => ({
    en: 'Values were signed in quotation marks, as an older protocol did. Sign name=value without them.',
    zh: '签名时值带有引号（旧协议写法）。请使用不带引号的 name=value。',
  }),
  charset: (name) => ({
    en: `The text was signed as ${name} bytes. Sign the bytes of the charset that is sent.`,
    zh: `待签名串以 ${name} 编码计算。请使用与所发 charset 一致的编码。`,
  }),
  'biz-content-rewritten': (which) => ({
    en: `Another spelling of biz_content was signed (${which}). Serialise it once; sign and send that text.`,
    zh: `签名的 biz_content 与发送的写法不同（${which}）。只序列化一次，签名并发送同一文本。`,
  }),
  'encrypted-too-late': () => ({
    en: 'biz_content was signed before it was encrypted. Encrypt it first and sign what is sent.',
    zh: 'biz_content 在加密之前签名。请先加密，再对密文签名。',
  }),
  'line-end': (which) => ({
    en: `White space differs between what was signed and what was sent (${which}). Sign the text without anything around it.`,
    zh: `签名文本与发送内容的空白字符不同（${which}）。待签名串前后不得有多余字符。`,
  }),
}

export function sentenceFor({ cause, detail }: Pick<Deviation, 'cause' | 'detail'>): Sentence {
  return SENTENCES[cause](detail)
}

export function certificateSentence({ cause, detail, expected }: CertificateMistake): Sentence {
  if (cause === 'certificate-expired')
    return { en: 'The certificate of the application has expired. Get a new one.', zh: '应用公钥证书已过期。请重新签发。' }
  const name = cause === 'root-cert-sn' ? 'alipay_root_cert_sn' : 'app_cert_sn'
  const rule =
    cause === 'root-cert-sn'
      ? {
          en: 'the numbers of all RSA certificates of the root file, joined with _ in its order',
          zh: '根证书文件中全部 RSA 证书的序列号按文件顺序以 _ 连接',
        }
      : {
          en: 'MD5 over the issuer, its parts reversed, and the serial number in decimal',
          zh: 'MD5(颁发者各部分倒序 + 十进制序列号)',
        }
  return {
    en: `${name} is wrong (${detail}). Expected ${expected}: ${rule.en}.`,
    zh: `${name} 不正确（${detail}），应为 ${expected}：${rule.zh}。`,
  }
}

export function spoilt(faults: readonly string[]): Cause {
  const names = faults.join(', ') || 'no fault'
  return { cause: 'spoilt', sentence: { en: `The signature does not fit: ${names}.`, zh: `签名不符：${names}。` } }
}

import type { Sentence } from '../wallet.ts'
import type { Deviation, SignatureCause } from './diagnose-deviation.ts'

/** What was done wrong and how to mend it. */
export function sentenceFor({ cause, detail }: Pick<Deviation, 'cause' | 'detail'>): Sentence {
  return cause === 'wrong-key' ? (wrongKey(detail) ?? UNKNOWN_KEY) : SENTENCES[cause](detail)
}

export const RIGHT: Sentence = { en: 'The signature is right.', zh: '签名正确。' }

export const NO_SIGN: Sentence = {
  en: 'The message has no sign, or an empty one. Put the signature over all other fields into the field sign.',
  zh: '报文没有 sign 或 sign 为空。请把对其余全部字段的签名放入 sign 字段。',
}

export const SIGN_TYPE: Sentence = {
  en: 'sign_type names another algorithm than the wallet takes from this merchant. Usually sign with MD5 and leave sign_type out.',
  zh: 'sign_type 指定的算法与钱包为此商户约定的不同。通常应使用 MD5，且不要发送 sign_type。',
}

export const BODY_CHARSET: Sentence = {
  en: 'The body is not UTF-8 but GBK. Write the XML, and sign, in UTF-8.',
  zh: '报文不是 UTF-8 而是 GBK 编码。请用 UTF-8 生成 XML 并签名。',
}

export const UNKNOWN_KEY: Sentence = {
  en: 'No single mistake explains this signature: most likely another API key (unknown key) was used, or a field was changed after signing. Compare the key with the merchant platform, then the string above with yours, letter by letter.',
  zh: '没有任何单一错误能解释此签名：很可能使用了其他（未知的）API 密钥，或签名后改动了字段。请先与商户平台核对密钥，再把上面的待签名串与您的逐字比较。',
}

function wrongKey(whose: string): Sentence | undefined {
  if (/^[0-9]{8,10}$/.test(whose)) {
    return {
      en: `Signed with the API key of merchant ${whose}. Use the key that belongs to the mch_id of the message.`,
      zh: `使用了商户 ${whose} 的 API 密钥签名。请使用与报文中 mch_id 对应的密钥。`,
    }
  }
  return WRONG_KEYS[whose]
}

const WRONG_KEYS: Readonly<Record<string, Sentence>> = {
  next: {
    en: "Signed with the merchant's next API key, which is not in force yet. Sign with the present one.",
    zh: '使用了商户尚未生效的新 API 密钥签名。请使用当前密钥。',
  },
  operator: {
    en: "Signed with the operator's password. Sign with the API key (API 密钥) of the merchant platform.",
    zh: '使用了操作员密码签名。请使用商户平台上的 API 密钥。',
  },
  mch_id: {
    en: 'Signed with the merchant number as the key. Sign with the API key (API 密钥) of the merchant platform.',
    zh: '使用了商户号作为密钥签名。请使用商户平台上的 API 密钥。',
  },
  appid: {
    en: 'Signed with the appid as the key. Sign with the API key (API 密钥) of the merchant platform.',
    zh: '使用了 appid 作为密钥签名。请使用商户平台上的 API 密钥。',
  },
}

const SENTENCES: Readonly<Record<Exclude<SignatureCause, 'wrong-key'>, (detail: string) => Sentence>> = {
  'empty-key': (word) => ({
    en: `Signed with ${word === '' ? 'an empty key' : `the word "${word}" as the key`}: the key was not read from the configuration. Set the API key and stop when it is missing.`,
    zh: `签名时密钥${word === '' ? '为空' : `是单词“${word}”`}：没有从配置读到密钥。请设置 API 密钥，缺失时应停止运行。`,
  }),
  'key-white-space': (which) => ({
    en: `The key was used with white space (${which}). Trim what is read from a file or an environment variable.`,
    zh: `签名时密钥带有空白字符（${which}）。请去掉从文件或环境变量读入的多余空白和换行。`,
  }),
  'key-case': (which) => ({
    en: `The key was written in ${which} case. Use it exactly as the merchant platform shows it.`,
    zh: `密钥被转换成了${which === 'lower' ? '小写' : '大写'}。请与商户平台显示的完全一致。`,
  }),
  'key-quotes': () => ({
    en: 'The key was used with its quotation marks. Take them away; they belong to the configuration file.',
    zh: '签名时密钥带有引号。请去掉引号，它们属于配置文件的写法。',
  }),
  'key-suffix': (which) => ({
    en: `The end of the signed string is wrong (${which}). It must be "&key=" and then the API key, after all fields.`,
    zh: `待签名串的结尾不对（${which}）。应在所有字段之后接“&key=”和 API 密钥。`,
  }),
  algorithm: (name) => ({
    en: `Signed with ${name}. The wallet takes MD5 over the string, as 32 hex digits in upper case.`,
    zh: `使用了 ${name} 签名。钱包要求对待签名串做 MD5，输出 32 位大写十六进制。`,
  }),
  'sign-included': () => ({
    en: 'The field sign itself was among the signed fields. Leave it out of the string.',
    zh: 'sign 字段本身参与了签名。请将其从待签名串中去掉。',
  }),
  'missing-field': (name) => ({
    en: `${name} was sent but not signed. Every field that is sent and not empty is signed, "0" too, except sign.`,
    zh: `${name} 已发送但未参与签名。除 sign 外，所有发送的非空字段（包括“0”）都要参与签名。`,
  }),
  'extra-field': (name) => ({
    en: `${name} was signed though it is empty or was not sent. Sign only the fields that are sent and not empty.`,
    zh: `${name} 为空或没有发送，却参与了签名。只有发送的非空字段才参与签名。`,
  }),
  unsorted: (which) => ({
    en: `The fields were signed in the wrong order (${which}). Sort them by name, ascending, in byte order.`,
    zh: `签名字段的顺序不对（${which}）。请按字段名的 ASCII 码从小到大排序。`,
  }),
  case: (which) => ({
    en: `Letter case was changed or ignored before signing (${which}). Names and values are signed as they are sent, sorted in byte order.`,
    zh: `签名前改变或忽略了大小写（${which}）。名称和值按发送的原样签名，按字节顺序排序。`,
  }),
  charset: (name) => ({
    en: `The string was signed as ${name} bytes. Sign its UTF-8 bytes: name the charset where bytes are made of text.`,
    zh: `待签名串以 ${name} 编码计算。请使用 UTF-8：在文本转为字节处明确指定字符集。`,
  }),
  cdata: () => ({
    en: 'CDATA markers were signed as part of the values. Sign the values first, write the XML after.',
    zh: 'CDATA 标记被当作值的一部分参与了签名。请先对原始值签名，再生成 XML。',
  }),
  'url-encoded': (which) => ({
    en: `Values were signed URL-encoded (${which}). Sign them as they are, without encoding.`,
    zh: `签名时值被 URL 编码（${which}）。请对原始值签名，不要编码。`,
  }),
  'html-escaped': (which) => ({
    en: `Values were signed with XML or HTML escapes (${which}). Sign them as they are; escape only when the XML is written.`,
    zh: `签名时值被 XML/HTML 转义（${which}）。请对原始值签名，生成 XML 时才转义。`,
  }),
  'white-space': (which) => ({
    en: `White space in a value differs between what was signed and what was sent (${which}). Change values before signing, never after.`,
    zh: `签名的值与发送的值空白字符不同（${which}）。请在签名前处理空白，签名后不得改动。`,
  }),
  yuan: (name) => ({
    en: `${name} was signed in yuan and sent in fen. Turn amounts into whole fen first, then sign.`,
    zh: `${name} 以元签名、以分发送。请先把金额换算为整数分，再签名。`,
  }),
}

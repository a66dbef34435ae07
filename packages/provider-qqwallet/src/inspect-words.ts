/** Why a notify is not believed and what to do about it, in both languages. */
export interface Cause {
  readonly en: string
  readonly zh: string
}

const RAW = {
  en: 'Pass on the raw bytes of the body, before any parser or proxy rewrites them',
  zh: '请在任何解析器或代理改写之前传入报文的原始字节',
} as const

const rewritten = (en: string, zh: string): Cause => ({ en: `${en}. ${RAW.en}.`, zh: `${zh}。${RAW.zh}。` })

/** The body as a whole. */
export const BODY = {
  empty: rewritten('The body is empty: something read it already, or it was not kept', '报文为空：已被其他程序读走，或没有保存'),
  query: {
    en: 'The body is empty and there is a query string: the wallet sends POST with XML. Look whether a redirect (http to https, a slash at the end) turned POST into GET.',
    zh: '报文为空而地址带有查询串：钱包以 POST 发送 XML。请检查是否有重定向（http 到 https、末尾斜杠）把 POST 变成了 GET。',
  },
  large: {
    en: 'The body has more than 64 kB: no notify of the wallet is so long. Look who sends to this address.',
    zh: '报文超过 64 kB：钱包的通知不会这么长。请检查是谁在向此地址发送。',
  },
  json: rewritten('The body is JSON: the XML was parsed and written again', '报文是 JSON：XML 已被解析并重新序列化'),
  form: rewritten(
    'The body is a form (key=value), not XML: a form parser rewrote it, or the sender speaks another dialect',
    '报文是表单（key=value）而不是 XML：被表单解析器改写，或发送方用的是另一种格式',
  ),
  percent: rewritten('The whole XML is percent-encoded', '整个 XML 被百分号编码（URL 编码）'),
  escaped: rewritten('The whole XML is escaped (&lt;xml&gt;)', '整个 XML 被转义（&lt;xml&gt;）'),
  html: {
    en: 'The body is an HTML page, which the wallet never sends. Take the body of the request, not of an answer.',
    zh: '报文是 HTML 页面，钱包不会发送。请取请求的报文，而不是应答的报文。',
  },
  cut: rewritten('The XML is cut off before </xml>', 'XML 在 </xml> 之前被截断'),
  charset: rewritten(
    'The bytes are not UTF-8: the body was re-encoded, most likely as GBK',
    '报文字节不是 UTF-8：已被转码，很可能是 GBK',
  ),
  declared: rewritten(
    'The XML declares another encoding than UTF-8, which the wallet does not do: it was written again',
    'XML 声明了 UTF-8 以外的编码，钱包不会这样写：报文已被重新生成',
  ),
} as const satisfies Readonly<Record<string, Cause>>

/** XML of another kind, or no XML at all; `why` is the reader's sentence. */
export const notThisXml = (why: string): Cause =>
  rewritten(`The body is not XML as the wallet writes it (${why})`, `报文不是钱包格式的 XML（${why}）`)

/** What concerns the signature and needs no search. */
export const SIGN = {
  none: {
    en: 'The message has no sign, or an empty one: the wallet signs every notify. Look whether the field was dropped on the way; otherwise it is not from the wallet.',
    zh: '报文没有 sign 或 sign 为空：钱包的通知都有签名。请检查该字段是否在途中丢失；否则就不是钱包发来的。',
  },
  onlyForm: {
    en: 'Read in this form the signature fits: only the form of the body was changed, no value.',
    zh: '按此格式读取时签名正确：只有报文格式被改变，各值未变。',
  },
  noKey: {
    en: 'The account has no API key (API 密钥), so nothing can be verified. Configure apiKey.',
    zh: '账户没有配置 API 密钥，无法验签。请配置 apiKey。',
  },
} as const satisfies Readonly<Record<string, Cause>>

export const otherSignType = (named: string, ours: string): Cause => ({
  en: `The message names sign_type ${named}, the account is set to ${ours}. The account decides: if the wallet really signs so, set doubts.signType to it.`,
  zh: `报文的 sign_type 为 ${named}，而账户设置为 ${ours}。算法由账户决定：如果钱包确实这样签名，请修改 doubts.signType。`,
})

export const otherMerchant = (theirs: string, ours: string): Cause => ({
  en: `The message is of merchant ${theirs}, the account is ${ours}: other merchants sign with other keys. Give this account a notifyUrl of its own, or inspect with the other account.`,
  zh: `报文属于商户 ${theirs}，而账户是 ${ours}：不同商户的密钥不同。请为此账户使用单独的 notifyUrl，或换用对应账户检查。`,
})

export const hidden = (name: string): Cause => ({
  en: `The signature fits, but the value of ${name} contains what looks like another signed field (&total_fee=…): it could stand for two messages, so it is refused. Send no such text as attach.`,
  zh: `签名正确，但 ${name} 的值中包含类似其他签名字段的内容（&total_fee=…），可能代表两种报文，因此拒绝。请不要在 attach 中发送此类文本。`,
})

export const signForm = (length: number): Cause => ({
  en: `The sign has ${length} characters or strange ones; MD5 gives 32 hex digits, HMAC-SHA256 64. Look whether it was cut, wrapped or encoded on the way.`,
  zh: `sign 有 ${length} 个字符或含有异常字符；MD5 为 32 位十六进制，HMAC-SHA256 为 64 位。请检查是否在途中被截断、换行或编码。`,
})

export const lost = (names: string): Cause => ({
  en: `${names}: characters were lost (U+FFFD or "??"), for the body was decoded with a wrong charset. Decode it as UTF-8, or not at all: pass on the raw bytes.`,
  zh: `${names}：有字符丢失（U+FFFD 或“??”），报文曾以错误的字符集解码。请按 UTF-8 解码，或不要解码而直接传入原始字节。`,
})

export const rounded = (names: string): Cause => ({
  en: `${names}: a long number became a floating-point one (JSON and spreadsheets do that) and lost digits. Keep numbers as text; pass on the raw bytes.`,
  zh: `${names}：长数字变成了浮点数（JSON 或表格软件会这样），丢失了位数。请把数字作为文本保存；直接传入原始字节。`,
})

export const manyFields = (count: number): Cause => ({
  en: `The message has ${count} fields; no notify of the wallet has so many, so no mistakes were tried out. Look who sends to this address.`,
  zh: `报文有 ${count} 个字段；钱包的通知没有这么多，因此没有逐项试探。请检查是谁在向此地址发送。`,
})

export const keyForm = (length: number): Cause => ({
  en: `A configured API key has ${length} characters or white space inside; the merchant platform gives 32. Copy it whole, without quotes or white space.`,
  zh: `配置的 API 密钥有 ${length} 个字符或含有空白；商户平台给出的是 32 个字符。请完整复制，不要带引号或空白。`,
})

/** Nothing explains it. */
export const UNEXPLAINED: readonly Cause[] = [
  {
    en: 'Another API key signed it: the other one of a rotation, or that of another account; from here this cannot be told. Compare the key with the merchant platform (账户管理 → API安全); while keys change, list both under apiKey.',
    zh: '可能由其他 API 密钥签名：轮换中的另一个，或其他账户的密钥；在此无法判断。请与商户平台核对（账户管理 → API安全）；轮换期间在 apiKey 中同时列出两个。',
  },
  {
    en: 'More than one thing was changed on the way, or a value itself. Log the raw bytes at the door and compare them with the signed text, letter by letter.',
    zh: '途中改动了不止一处，或改动了某个值。请在入口处记录原始字节，与待签名串逐字比较。',
  },
  {
    en: 'It is not from the wallet. Then refusing it is right: ask the wallet by query what it knows of the order.',
    zh: '可能不是钱包发来的。此时拒绝是正确的：请用查单接口向钱包确认该订单。',
  },
]

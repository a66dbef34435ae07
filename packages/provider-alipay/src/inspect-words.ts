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
    en: 'The body is empty and there is a query string: the wallet sends POST with a form. Look whether a redirect (http to https, a slash at the end) turned POST into GET.',
    zh: '报文为空而地址带有查询串：钱包以 POST 发送表单。请检查是否有重定向（http 到 https、末尾斜杠）把 POST 变成了 GET。',
  },
  back: {
    en: 'This is the return of the browser (同步跳转, return_url), not a notify: it proves no payment. Check it by verifyReturn, and query the order.',
    zh: '这是浏览器的同步跳转（return_url），不是异步通知，不能证明已支付。请用 verifyReturn 校验，并查单确认。',
  },
  large: {
    en: 'The body has more than 64 kB: no notify of the wallet is so long. Look who sends to this address.',
    zh: '报文超过 64 kB：钱包的通知不会这么长。请检查是谁在向此地址发送。',
  },
  json: rewritten('The body is JSON: the form was parsed and written again', '报文是 JSON：表单已被解析并重新序列化'),
  multipart: rewritten('The body is multipart/form-data: it was written again', '报文是 multipart/form-data：已被重新生成'),
  markup: {
    en: 'The body is XML or an HTML page, which Alipay never sends. Take the body of the request, and look whether the address belongs to another wallet.',
    zh: '报文是 XML 或 HTML，支付宝不会发送。请取请求的报文，并检查此地址是否属于其他钱包。',
  },
  percent: rewritten('The whole form is percent-encoded once more', '整个表单又被百分号编码（URL 编码）了一次'),
  escaped: rewritten('The separators of the form are escaped (&amp;)', '表单的分隔符被转义（&amp;）'),
  decoded: rewritten(
    'The form was decoded before it came here: its values stand without escapes',
    '表单在到达之前已被解码：各值没有 URL 编码',
  ),
} as const satisfies Readonly<Record<string, Cause>>

/** No form at all; `why` is the reader's sentence. */
export const notThisForm = (why: string): Cause =>
  rewritten(`The body is no form as the wallet writes it (${why})`, `报文不是钱包格式的表单（${why}）`)

/** The header says how long the body is. */
export const cut = (said: string, found: number): Cause => ({
  en: `The body is cut off: Content-Length says ${said} bytes, ${found} came. Raise the limit of whatever reads it, and keep all of it.`,
  zh: `报文被截断：Content-Length 为 ${said} 字节，实际 ${found} 字节。请提高读取上限，完整保留报文。`,
})

export const repeated = (name: string): Cause => ({
  en: `${name} came twice: of two values nobody knows which one was signed. Look what adds it: a route, a query string, a proxy.`,
  zh: `${name} 出现两次：无法知道哪个值参与了签名。请检查是什么添加了它：路由、查询串或代理。`,
})

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
} as const satisfies Readonly<Record<string, Cause>>

export const otherSignType = (named: string): Cause => ({
  en: `The message names sign_type ${named || 'nothing'}, and RSA2 alone is believed. Set the application to RSA2 on its page (接口加签方式), or look what changed the field.`,
  zh: `报文的 sign_type 为 ${named || '空'}，只接受 RSA2。请在开放平台把接口加签方式设为 RSA2，或检查是什么改动了该字段。`,
})

export const otherCertificate = (named: string, known: readonly string[]): Cause => ({
  en: `alipay_cert_sn names ${named}, and the account has ${known.join(', ')}. Download the present certificate from its page (支付宝公钥证书), or run "tpkit doctor --live", which fetches it.`,
  zh: `alipay_cert_sn 为 ${named}，账户中有 ${known.join('、')}。请从开放平台下载现行的支付宝公钥证书，或运行“tpkit doctor --live”下载。`,
})

export const otherMerchant = (name: string, theirs: string, ours: string): Cause => ({
  en: `The message says ${name} ${theirs}, the account is ${ours}: another application has another key of the wallet's. Give this account a notifyUrl of its own, or inspect with the other account.`,
  zh: `报文的 ${name} 为 ${theirs}，而账户是 ${ours}：不同应用的支付宝公钥不同。请为此账户使用单独的 notifyUrl，或换用对应账户检查。`,
})

export const hidden = (name: string): Cause => ({
  en: `The signature fits, but the value of ${name} contains what looks like another signed field (&total_amount=…): it could stand for two messages, so it is refused. Send no such text.`,
  zh: `签名正确，但 ${name} 的值中包含类似其他签名字段的内容（&total_amount=…），可能代表两种报文，因此拒绝。请不要发送此类文本。`,
})

export const signForm = (length: number): Cause => ({
  en: `The sign is no Base64 of an RSA2 signature: it has ${length} characters, a key of 2048 bits gives 344. Look whether it was cut, wrapped or encoded on the way.`,
  zh: `sign 不是 RSA2 签名的 Base64：共 ${length} 个字符，2048 位密钥为 344 个。请检查是否在途中被截断、换行或编码。`,
})

export const lost = (names: string): Cause => ({
  en: `${names}: characters were lost (U+FFFD or "??"), for the form was decoded in another charset than its own (gbk, utf-8). Pass on the raw bytes.`,
  zh: `${names}：有字符丢失（U+FFFD 或“??”），表单没有按它自己的字符集（gbk、utf-8）解码。请传入原始字节。`,
})

export const manyFields = (count: number): Cause => ({
  en: `The message has ${count} parameters; no notify of the wallet has so many, so no mistakes were tried out. Look who sends to this address.`,
  zh: `报文有 ${count} 个参数；钱包的通知没有这么多，因此没有逐项试探。请检查是谁在向此地址发送。`,
})

/** Nothing explains it. */
export const UNEXPLAINED: readonly Cause[] = [
  {
    en: 'Another key signed it than the account has; from here this cannot be told. Compare alipayPublicKey with what its page shows (开发设置 → 接口加签方式 → 支付宝公钥): not the application public key (应用公钥), and not that of another application or of the sandbox.',
    zh: '签名所用密钥与账户配置不同；在此无法判断。请与开放平台核对 alipayPublicKey（开发设置 → 接口加签方式 → 支付宝公钥）：不是应用公钥，也不是其他应用或沙箱的公钥。',
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

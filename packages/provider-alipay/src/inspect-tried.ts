import type { Cause } from './inspect-words.ts'

/*
 * Causes that are certain: with this one change undone the signature fits.
 */

const raw = {
  en: 'Pass on the raw bytes of the body.',
  zh: '请传入报文的原始字节。',
} as const

export const TRIED = {
  appKey: (): Cause => ({
    en: "It is signed with the application's own key (应用私钥). The wallet signs with its own, which alipayPublicKey verifies; in a test of your own, sign with the key of the sandbox wallet.",
    zh: '签名使用的是应用自己的密钥（应用私钥）。钱包用它自己的密钥签名，由支付宝公钥验证；自己的测试请使用沙箱钱包的密钥签名。',
  }),
  certificate: (signer: string, named: string): Cause => ({
    en: `It is signed with the certificate ${signer} and names ${named} (alipay_cert_sn): the files of certificates were mixed up, or the field was changed.`,
    zh: `由证书 ${signer} 签名，却声明为 ${named}（alipay_cert_sn）：证书文件配错，或该字段被改动。`,
  }),
  sha1: (): Cause => ({
    en: 'It is signed with RSA (SHA-1), which is not believed. Set the application to RSA2 at the console (接口加签方式).',
    zh: '签名算法是 RSA（SHA-1），不予接受。请在开放平台把接口加签方式设为 RSA2。',
  }),
  signType: (found: string): Cause => ({
    en: `sign_type was RSA2 when it was signed, and came as ${found || 'nothing'}: something dropped or changed it. ${raw.en}`,
    zh: `签名时 sign_type 为 RSA2，到达时为 ${found || '空'}：途中被去掉或改动。${raw.zh}`,
  }),
  signPlus: (): Cause => ({
    en: `"+" in sign became a space: the form was written again without escapes. ${raw.en}`,
    zh: `sign 中的“+”变成了空格：表单重新生成时没有 URL 编码。${raw.zh}`,
  }),
  signChanged: (): Cause => ({
    en: `The sign was changed: wrapped, encoded once more, or written in URL-safe Base64. ${raw.en}`,
    zh: `sign 被改动：折行、再次编码，或换成了 URL 安全的 Base64。${raw.zh}`,
  }),
  once: (name: string, which: string): Cause => ({
    en: `${name} came twice, and the ${which} value is the one that was signed. Look what adds the other: a route, a query string, a proxy.`,
    zh: `${name} 出现两次，参与签名的是${which === 'first' ? '第一个' : '最后一个'}值。请检查另一个由什么添加：路由、查询串或代理。`,
  }),
  fromQuery: (names: string): Cause => ({
    en: `${names}: not signed, and also in the query string of the address: your framework put both together. Verify over the body alone, and use a notifyUrl without a query string.`,
    zh: `${names}：没有参与签名，也出现在地址的查询串中：框架把两者合并了。请只对报文验签，notifyUrl 不要带查询串。`,
  }),
  added: (names: string): Cause => ({
    en: `${names}: not signed, without it the signature fits. It was added on the way, by a route of your framework or a proxy. ${raw.en}`,
    zh: `${names}：没有参与签名，去掉后签名正确。它是途中由框架路由或代理添加的。${raw.zh}`,
  }),
  missing: (pair: string): Cause => ({
    en: `${pair} was signed and is missing or changed: with it the signature fits. Look what dropped it. ${raw.en}`,
    zh: `${pair} 参与了签名，但报文中缺失或已改变：补上后签名正确。请检查是什么去掉了它。${raw.zh}`,
  }),
  empty: (names: string): Cause => ({
    en: `Empty parameters were signed (${names}). Parameters without a value are left out of the signed text.`,
    zh: `空参数参与了签名（${names}）。没有值的参数不参与签名。`,
  }),
  signIncluded: (): Cause => ({
    en: 'sign itself was among the signed parameters. Leave it out of the signed text.',
    zh: 'sign 参数本身参与了签名。请将其从待签名串中去掉。',
  }),
  unsorted: (): Cause => ({
    en: 'The parameters were signed in the order of the form. Sort them by name, in ASCII order.',
    zh: '参数按表单中的顺序签名。请按参数名的 ASCII 码排序。',
  }),
  decodedForm: (): Cause => ({
    en: `The form was decoded before it came here, so it is decoded twice. ${raw.en}`,
    zh: `表单在到达之前已被解码，等于解码两次。${raw.zh}`,
  }),
} as const

const changed =
  (en: string, zh: string) =>
  (names: string): Cause => ({ en: `${names}: ${en}. ${raw.en}`, zh: `${names}：${zh}。${raw.zh}` })

/** Changes of values; each is undone by a function beside it in `inspect-undo.ts`. */
export const CHANGED = {
  escaped: changed(
    'the value was escaped for HTML (&amp;, &quot;) after it was signed: a filter of your framework did it',
    '值在签名后被 HTML 转义（&amp;、&quot;）：由框架的过滤器造成',
  ),
  unescaped: changed('the value was signed with its HTML escapes', '值以 HTML 转义后的形式参与了签名'),
  slashed: changed('backslashes were put before quotes (addslashes)', '引号前被加上了反斜杠（addslashes）'),
  encoded: changed('the value was percent-encoded twice, and decoded once', '值被 URL 编码两次，只解码了一次'),
  decoded: changed('the value was decoded twice, or signed before it was decoded', '值被解码两次，或在解码之前参与了签名'),
  plus: changed('"+" became a space: it was not escaped', '“+”变成了空格：没有被编码'),
  spaced: changed('white space stands around the value', '值的前后有空白'),
  trimmed: changed('white space around the value was trimmed', '值前后的空白被去掉'),
  lineEnds: changed('CR LF became LF', '换行 CR LF 变成了 LF'),
  json: changed('the JSON in it was parsed and written anew', '其中的 JSON 被解析后重新生成'),
  decimals: changed('an amount lost its decimals: it became a number', '金额丢失了小数位：被当作数字处理'),
  nulls: changed('an absent value became the word null', '空值变成了文字 null'),
  toUtf8: changed(
    'the text was signed in GBK (charset) and came in UTF-8: the form was decoded and written anew',
    '文本以 GBK（charset）签名，到达时为 UTF-8：表单被解码后重新生成',
  ),
  toGbk: changed('the text was signed in UTF-8 and came in GBK', '文本以 UTF-8 签名，到达时为 GBK'),
  mojibake: changed('UTF-8 was read as ISO-8859-1 and written again', 'UTF-8 被当作 ISO-8859-1 读取后重新写出'),
  normalised: changed('letters were recomposed (Unicode normalisation)', '字符被重新组合（Unicode 规范化）'),
} as const satisfies Readonly<Record<string, (names: string) => Cause>>

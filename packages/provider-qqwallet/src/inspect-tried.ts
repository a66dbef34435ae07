import type { Cause } from './inspect-words.ts'

/*
 * Causes that are certain: with this one change undone the signature fits.
 */

const raw = {
  en: 'Pass on the raw bytes of the body.',
  zh: '请传入报文的原始字节。',
} as const

export const TRIED = {
  algorithm: (name: string): Cause => ({
    en: `The signature is ${name} under this key, and the account is set to the other algorithm. If the wallet signs so, set doubts.signType: ${name}.`,
    zh: `此密钥下签名算法为 ${name}，而账户设置的是另一种。如果钱包这样签名，请设置 doubts.signType: ${name}。`,
  }),
  key: (how: string): Cause => ({
    en: `The signature fits when the key is changed: ${how}. Copy the key whole from the merchant platform, without quotes or white space, on both sides.`,
    zh: `密钥稍作改变后签名正确（${how}）。请在双方都从商户平台完整复制密钥，不要带引号或空白。`,
  }),
  noKey: (): Cause => ({
    en: 'It is signed without the key: whoever made it does not know or did not read it. Refusing it is right; in a test of your own, put "&key=" and the API key behind the fields.',
    zh: '签名时没有使用密钥：发送方不知道或没有读到密钥。应当拒绝；如果是自己的测试程序，请在字段之后接“&key=”和 API 密钥。',
  }),
  suffix: (): Cause => ({
    en: 'The key was joined without "&key=". The signed text ends with "&key=" and the API key.',
    zh: '密钥前缺少“&key=”。待签名串应以“&key=”和 API 密钥结尾。',
  }),
  signSpace: (): Cause => ({
    en: `The sign has white space around it: the XML was pretty-printed. ${raw.en}`,
    zh: `sign 的前后有空白：XML 被重新排版。${raw.zh}`,
  }),
  added: (name: string): Cause => ({
    en: `${name} was not signed: without it the signature fits. It was added on the way, or the signer left it out; all fields but sign and empty ones are signed.`,
    zh: `${name} 没有参与签名：去掉它后签名正确。它是途中添加的，或签名方漏掉了；除 sign 和空值外所有字段都要签名。`,
  }),
  missing: (pair: string): Cause => ({
    en: `${pair} was signed and is missing or changed: with it the signature fits. Look what dropped it. ${raw.en}`,
    zh: `${pair} 参与了签名，但报文中缺失或已改变：补上后签名正确。请检查是什么去掉了它。${raw.zh}`,
  }),
  empty: (names: string): Cause => ({
    en: `Empty fields were signed (${names}). Fields without a value are left out of the signed text.`,
    zh: `空字段参与了签名（${names}）。没有值的字段不参与签名。`,
  }),
  signIncluded: (): Cause => ({
    en: 'sign itself was among the signed fields. Leave it out of the signed text.',
    zh: 'sign 字段本身参与了签名。请将其从待签名串中去掉。',
  }),
  unsorted: (): Cause => ({
    en: 'The fields were signed in the order of the document. Sort them by name, in ASCII order.',
    zh: '字段按报文中的顺序签名。请按字段名的 ASCII 码排序。',
  }),
  gbk: (): Cause => ({
    en: 'The text was signed as GBK bytes. The wallet signs UTF-8; sign and send in UTF-8.',
    zh: '待签名串以 GBK 编码签名。钱包使用 UTF-8；请以 UTF-8 签名并发送。',
  }),
} as const

const changed =
  (en: string, zh: string) =>
  (names: string): Cause => ({ en: `${names}: ${en}. ${raw.en}`, zh: `${names}：${zh}。${raw.zh}` })

/** Changes of values; each is undone by a function beside it in `inspect-undo.ts`. */
export const CHANGED = {
  escaped: changed('the value was escaped once more (&amp;) than it was signed', '值比签名时多转义了一次（&amp;）'),
  unescaped: changed('the value was signed with its XML escapes', '值以 XML 转义后的形式参与了签名'),
  cdata: changed('CDATA markers became part of the value', 'CDATA 标记成了值的一部分'),
  cdataSigned: changed('CDATA markers were signed as part of the value', 'CDATA 标记被当作值的一部分签名'),
  encoded: changed('the value was percent-encoded after signing', '值在签名后被百分号编码（URL 编码）'),
  decoded: changed('the value was percent-decoded, or signed encoded', '值被百分号解码，或以编码形式签名'),
  plus: changed('"+" became a space', '“+”变成了空格'),
  spaced: changed('white space stands around the value: the XML was pretty-printed', '值的前后有空白：XML 被重新排版'),
  trimmed: changed('white space around the value was trimmed', '值前后的空白被去掉'),
  lineEnds: changed('CR LF became LF', '换行 CR LF 变成了 LF'),
  mojibake: changed('UTF-8 was read as ISO-8859-1 and written again', 'UTF-8 被当作 ISO-8859-1 读取后重新写出'),
  normalised: changed('letters were recomposed (Unicode normalisation)', '字符被重新组合（Unicode 规范化）'),
  number: changed('a whole number was written with decimals', '整数被写成了小数'),
} as const satisfies Readonly<Record<string, (names: string) => Cause>>

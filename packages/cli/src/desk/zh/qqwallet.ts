import type { Twin } from './pattern.ts'

/** The account, the fields of a command, and the wallet's answers: packages/provider-qqwallet. */
export const QQWALLET: readonly Twin[] = [
  // schema
  [
    'expected the 32 characters of the API key (API密钥) as the merchant platform shows them (账户管理 → API安全)',
    '应为商户平台（账户管理 → API安全）显示的 32 位 API 密钥',
  ],
  [
    'expected a PEM private key without pass phrase ("-----BEGIN PRIVATE KEY-----" …); use file:path',
    '应为没有口令的 PEM 私钥（“-----BEGIN PRIVATE KEY-----” …）；请使用 file:path',
  ],
  [
    'expected either cert and key (apiclient_cert.pem, apiclient_key.pem), or p12 and perhaps its passphrase (apiclient_cert.p12)',
    '应为 cert 和 key（apiclient_cert.pem、apiclient_key.pem），或 p12 及其口令（apiclient_cert.p12），二者只选其一',
  ],
  ['expected an application id of the QQ open platform, digits and letters', '应为 QQ 开放平台的应用 APPID，由数字和字母组成'],
  ['expected the merchant number (商户号), digits only', '应为商户号，只含数字'],
  ['expected a sub-merchant number (子商户号), digits and letters', '应为子商户号，由数字和字母组成'],
  ['expected an operator account (操作员账号) of 1 to 32 characters', '应为操作员账号，1 至 32 个字符'],
  ['expected subMchId (子商户号) beside it', '还应写上 subMchId（子商户号）'],
  // account
  ['mchId: expected the merchant number (商户号), found none', 'mchId：应为商户号，实际没有'],
  ['apiKeys: expected at least one API key (API密钥), found none', 'apiKeys：至少应有一个 API 密钥，实际没有'],
  ['apiKeys[{index:word}]: expected an API key (API密钥), found an empty value', 'apiKeys[{index}]：应为 API 密钥，实为空值'],
  ['subAppId: expected subMchId (子商户号) beside it, found none', 'subAppId：还应写上 subMchId（子商户号），实际没有'],
  ['doubts.{name:word}: expected {expected*}, found {found?}', 'doubts.{name}：应为{expected}，实为 {found}'],
  ['another name', '其他名称'],
  ['a whole number from {least:word} to {most:word}', ' {least} 至 {most} 的整数'],
  // checks
  ['1 to {most:word} characters that show something', ' 1 至 {most} 个可见的字符'],
  ['{count:word} characters', '{count} 个字符'],
  ['{count:word} bytes of UTF-8', '{count} 个 UTF-8 字节'],
  ['1 to 32 digits, letters or _|*@-', ' 1 至 32 个数字、字母或 _|*@-'],
  ['money such as cny.yuan("19.90")', '金额，例如 cny.yuan("19.90")'],
  ['CNY, the only currency of QQ Wallet', ' CNY（QQ钱包只支持人民币）'],
  ['at least 1 fen (分)', '至少 1 分'],
  ['at most {most:word} fen (分)', '最多 {most} 分'],
  ['an IPv4 address such as 203.0.113.7', ' IPv4 地址，例如 203.0.113.7'],
  ['an http(s) address without query string, fragment or password', ' http(s) 地址，不带查询串、片段和密码'],
  ['one with user name, password or query', '带用户名、密码或查询参数的地址'],
  ['other text', '其他文本'],
  ['whole milliseconds since 1970', ' 1970 年以来的整毫秒数'],
  ['one of {words}', '以下之一：{words}'],
  ['no emoji and no control characters', '不含表情符号和控制字符的文本'],
  ['no control characters and no half of one', '不含控制字符和残缺字符的文本'],
  ['character {place:word} is U+{point:word}; take it out', '第 {place} 个字符是 U+{point}；请去掉'],
  ['{field:word}: expected at most {most*}, found {found:word} ({shown}…)', '{field}：最多 {most}，实有 {found}（{shown}…）'],
  [
    '{field:word}: expected at most {most:word} characters, found {length:word}; shorten it',
    '{field}：最多 {most} 个字符，实有 {length} 个；请缩短',
  ],
  ['shorten it', '请缩短'],
  ['nothing', '空'],
  // extra
  ['no comma, back-tick or &name=', '不含逗号、反引号或 &name= 的文本'],
  ['choose another', '请换一个'],
  ['an object', '对象'],
  ['only {names} for this call', '此调用允许的名称（{names}）'],
  ['take it out', '请去掉'],
  ['up to 64 digits, letters or _.@-', '最多 64 个数字、字母或 _.@-'],
  ['JSON text', ' JSON 文本'],
  // orders
  ['no text that looks like a signed field, such as &total_fee=', '不像签名字段（例如 &total_fee=）的文本'],
  ['encode it', '请先编码'],
  ['an address that the wallet can call', '钱包能够访问的地址'],
  ['give it in the account or in the command', '请在账户中或命令中给出'],
  ['a moment from {from*} to 2 hours ahead', '从{from}到 2 小时之内的时刻'],
  ['the next second', '下一秒'],
  ['{seconds:word} s', ' {seconds} 秒后'],
  ['{seconds:word} s from now', '{seconds} 秒之后'],
  [
    'scene app: expected {what*} to sign the launch parameters, found none; set it in the account',
    '场景 app：签名调起参数需要 {what}，实际没有；请在账户中设置',
  ],
  [
    "appKey (the application's key on the QQ open platform, not the API key)",
    'appKey（应用在 QQ 开放平台的密钥，不是 API 密钥）',
  ],
  ['appId', 'appId'],
  [
    "authCode: expected a payment code (付款码) of {form*}, found {found?}; scan the payer's code again",
    'authCode：付款码应为{form}，实为{found}；请重新扫描付款人的付款码',
  ],
  ['18 digits that begin with 91', ' 91 开头的 18 位数字'],
  ['12 to 32 digits', ' 12 至 32 位数字'],
  ['{count:word} characters of another form', ' {count} 个其他形式的字符'],
  ['the same terminal as in extra.qqwallet.deviceInfo', '与 extra.qqwallet.deviceInfo 相同的终端'],
  ['give it once', '请只给一次'],
  // attempts
  [
    'operatorPassword: expected the password of the operator (操作员密码) for refunds and reversals',
    'operatorPassword：退款和撤销需要操作员密码',
  ],
  ['{what*}, found none; set it in the account', '{what}，实际没有；请在账户中设置'],
  ["the wallet's number, which it demands from 30 days after payment on", '钱包的交易号（支付满 30 天后必须提供）'],
  [
    'query: expected the transactionId that the wallet named for this order, found {code:word} for it; compare it, or ask by outTradeNo alone',
    'query：应为钱包给这笔订单的交易号，却得到 {code}；请核对，或只用商户订单号查询',
  ],
  [
    'expected an order that is known to be less than 29 days old, or its transactionId',
    '应为确知不满 29 天的订单，或给出其交易号',
  ],
  [
    'found {code:word}, which the wallet answers for every order paid 30 days ago or earlier that is named by our numbers only',
    '得到 {code}：对支付满 30 天、只用商户单号查询的订单，钱包一律这样应答',
  ],
  [
    "give startedAt (when you wrote the attempt down) or, for an older one, the wallet's transactionId",
    '请给出 startedAt（登记这次支付尝试的时间）；更早的订单请给出钱包的交易号',
  ],
  // answers
  [
    'sign: expected a signed answer, found a success without signature; do not believe it',
    '签名：应答应有签名，却是没有签名的成功；请勿相信',
  ],
  ['result_code: expected SUCCESS or FAIL, found nothing', 'result_code：应为 SUCCESS 或 FAIL，实际没有'],
  ['mch_id: expected our merchant number in a success, found nothing', 'mch_id：成功的应答中应有我方商户号，实际没有'],
  [
    'sub_mch_id: expected our sub-merchant number in a success, found nothing',
    'sub_mch_id：成功的应答中应有我方子商户号，实际没有',
  ],
  ['return_code: found FAIL together with result_code SUCCESS', 'return_code：FAIL 与 result_code SUCCESS 同时出现'],
  ['{field:word}: expected SUCCESS or FAIL, found {found?}', '{field}：应为 SUCCESS 或 FAIL，实为 {found}'],
  [
    'HTTP status: expected 200, found {status:word}; the wallet or something on the way is not answering',
    'HTTP 状态码：应为 200，实为 {status}；钱包或途中的设备没有应答',
  ],
  ["{field:word}: expected a value in the wallet's message, found {found*}", '{field}：钱包的报文中应有值，实为{found}'],
  ['an empty one', '空值'],
  [
    '{field:word}: expected {wanted}, found {found}; the answer is to another question',
    '{field}：应为 {wanted}，实为 {found}；这不是对本次请求的应答',
  ],
  ['{field:word}: expected a whole number of fen (分), found {found}', '{field}：应为整数，单位为分，实为 {found}'],
  ['{field:word}: expected one of {words}, found {found}', '{field}：应为以下之一：{words}，实为 {found}'],
  ['fee_type: expected a currency such as CNY, found {found}', 'fee_type：应为 CNY 这样的货币，实为 {found}'],
  [
    'out_refund_no: expected {number:word} once, found it {times:word} times',
    'out_refund_no：{number} 应出现一次，实际 {times} 次',
  ],
  [
    'out_refund_no_0: expected the refund that was asked for, found no refund at all',
    'out_refund_no_0：应有所查询的退款，却一笔退款也没有',
  ],
  [
    'out_refund_no: expected {number:word} among the refunds, found {others:word} others; the answer is to another question',
    'out_refund_no：退款中应有 {number}，却只有 {others} 笔其他退款；这不是对本次请求的应答',
  ],
  ['refund_fee: expected {wanted:word}, found {found:word}', 'refund_fee：应为 {wanted}，实为 {found}'],
  ['the wallet accepted another amount, compare with the refund query', '钱包受理的金额不同，请与退款查询核对'],
  ['total_fee: expected {wanted}, found {found}', 'total_fee：应为 {wanted}，实为 {found}'],
  ['the wallet took another amount, query the order and compare', '钱包收取的金额不同，请查询订单并核对'],
  // signature
  ['sign_type: expected {wanted:word} or none, found {found}', 'sign_type：应为 {wanted} 或没有，实为 {found}'],
  [
    'sign: it fits the message under no configured apiKey; the message is forged, or the API 密钥 is another',
    '签名：用所有已配置的 apiKey 都对不上；报文是伪造的，或 API 密钥不对',
  ],
  ['{field:word}: its value contains what looks like another signed field', '{field}：值中含有像另一个签名字段的内容'],
  ['sign: expected a signature (sign) in the notify, found none', '签名：通知中应有签名（sign），实际没有'],
]

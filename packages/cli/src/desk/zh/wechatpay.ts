import type { Twin } from './pattern.ts'

/** The account, the fields of a command, and the wallet's answers: packages/provider-wechatpay. */
export const WECHATPAY: readonly Twin[] = [
  // schema
  ['expected a merchant number (商户号) of 8 to 10 digits', '应为商户号，8 至 10 位数字'],
  ['expected an application id that begins with "wx" and has 18 characters', '应为以 “wx” 开头、共 18 个字符的 AppID'],
  [
    'expected the 32 characters of the APIv3 key (APIv3密钥) that were set in the merchant platform (账户中心 → API安全)',
    '应为在商户平台（账户中心 → API安全）设置的 32 位 APIv3密钥',
  ],
  [
    'expected the merchant\'s RSA private key (商户API私钥) as PEM, 2048 bits or more ("-----BEGIN PRIVATE KEY-----" …); use file:apiclient_key.pem',
    '应为商户API私钥：PEM 格式的 RSA 私钥，不少于 2048 位（“-----BEGIN PRIVATE KEY-----” …）；请使用 file:apiclient_key.pem',
  ],
  [
    'expected the WeChat Pay public key (微信支付公钥) as PEM ("-----BEGIN PUBLIC KEY-----" …); use file:pub_key.pem',
    '应为 PEM 格式的微信支付公钥（“-----BEGIN PUBLIC KEY-----” …）；请使用 file:pub_key.pem',
  ],
  [
    "expected an RSA certificate of the platform (微信支付平台证书), not the merchant's own",
    '应为微信支付平台证书（RSA），不是商户自己的证书',
  ],
  ['expected at most 255 characters', '最多 255 个字符'],
  [
    'expected an https address that is reachable from outside, without query string, fragment or password',
    '应为公网可访问的 https 地址，不带查询串、片段和密码',
  ],
  [
    'expected the serial number of the merchant certificate (商户API证书序列号), 40 hex digits',
    '应为商户API证书序列号，40 位十六进制数字',
  ],
  ['expected a public key id (公钥ID): "PUB_KEY_ID_" and digits', '应为公钥ID：“PUB_KEY_ID_” 加数字'],
  ['expected the public key id (公钥ID) beside publicKey', '写了 publicKey，还应写上公钥ID'],
  ['expected the public key (微信支付公钥) beside publicKeyId', '写了 publicKeyId，还应写上微信支付公钥'],
  [
    "expected the wallet's public key (微信支付公钥), found the merchant's own; download pub_key.pem from the merchant platform",
    '应为微信支付公钥，实为商户自己的公钥；请从商户平台下载 pub_key.pem',
  ],
  ['expected the sub-merchant number (子商户号) beside subAppId', '写了 subAppId，还应写上子商户号'],
  ['expected a device number (设备号) of 1 to 32 characters', '应为设备号，1 至 32 个字符'],
  ['expected a store number (门店编号) of 1 to 32 characters', '应为门店编号，1 至 32 个字符'],
  [
    "expected certificates of the platform (微信支付平台证书), found the merchant's own (apiclient_cert.pem); tpkit downloads the platform's itself",
    '应为微信支付平台证书，实为商户自己的证书（apiclient_cert.pem）；平台证书由 tpkit 自行下载',
  ],
  // account
  ['appId: expected the application id (AppID), found none', 'appId：应为 AppID，实际没有'],
  [
    'serial: expected the serial number of the merchant certificate (商户API证书序列号), found none',
    'serial：应为商户API证书序列号，实际没有',
  ],
  ['apiV3Keys: expected at least one APIv3 key (APIv3密钥), found none', 'apiV3Keys：至少应有一个 APIv3密钥，实际没有'],
  [
    'apiV3Keys[{index:word}]: expected 32 characters (APIv3密钥), found another length',
    'apiV3Keys[{index}]：APIv3密钥应为 32 个字符，实际长度不同',
  ],
  ['subAppId: expected subMchId (特约商户号) beside it, found none', 'subAppId：还应写上 subMchId（特约商户号），实际没有'],
  // the command
  ['expected a payment code (付款码) of 18 digits that begin with 10 to 15', '付款码应为 10 至 15 开头的 18 位数字'],
  [
    "authCode: {expected*}, found {found?}; scan the payer's code again",
    'authCode：{expected}，实为{found}；请重新扫描付款人的付款码',
  ],
  ['at most {most:word} characters of JSON', '最多 {most} 个字符的 JSON'],
  ['an object that JSON can hold', ' JSON 能够表示的对象'],
  ['numbers instead of bigints, and no member that holds itself', '请用数字代替 bigint，且对象不得包含自身'],
  ['no null, which the wallet does not take', '不含 null（钱包不接受）'],
  ['leave it out', '请省略'],
  ["the wallet's number of the refund", '钱包的退款单号'],
  [
    'bankType, bankAccount and realName for USER_BANK_CARD, and none of them for MERCHANT_BANK_CARD',
    'USER_BANK_CARD 需要 bankType、bankAccount 和 realName，MERCHANT_BANK_CARD 则一项也不写',
  ],
  ["expected {set*}, found another set of them; they go to the payer's bank", '{set}，实际不符；这些内容会交给付款人的银行'],
  ['true or false', ' true 或 false'],
  ["give the payer's openid under the account's application", '请给出付款人在该账户应用下的 openid'],
  ["the payer's openid", '付款人的 openid'],
  ["scene h5 wants the browser's address", '场景 h5 需要浏览器的地址'],
  ['extra.wechatpay.storeInfo goes with it', 'extra.wechatpay.storeInfo 要与它同时提供'],
  ["the payer's IP address", '付款人的 IP 地址'],
  ['{why*}; give it in the command, or defaultPayerIp in the account', '{why}；请在命令中给出，或在账户中设置 defaultPayerIp'],
  ['a moment at least a minute ahead', '至少一分钟之后的时刻'],
  ['the number of a store', '门店编号'],
  [
    'seal: expected a public key of the wallet to seal for, found none; set publicKey and publicKeyId',
    'seal：加密需要钱包的公钥，实际没有；请设置 publicKey 和 publicKeyId',
  ],
  // answers
  [
    'HTTP status: expected 200, found {status:word} without a code; the wallet or something on the way is not answering',
    'HTTP 状态码：应为 200，实为 {status}，且没有错误码；钱包或途中的设备没有应答',
  ],
  ['amount.total: expected {wanted}, found {found}', 'amount.total：应为 {wanted}，实为 {found}'],
  ['amount.refund: expected {wanted:word}, found {found:word}', 'amount.refund：应为 {wanted}，实为 {found}'],
  ['{field:word}: expected a currency such as CNY beside it, found {found}', '{field}：旁边应有 CNY 这样的货币，实为 {found}'],
  [
    "body: expected {expected*}, found something else; the message is damaged or not the wallet's",
    '报文：应为{expected}，实际不是；报文已损坏或不是钱包的报文',
  ],
  ['a JSON object', ' JSON 对象'],
  ['each path once, not {path} twice', '各出现一次的路径，{path} 却出现两次'],
  ['at most {most:word} levels', '最多 {most} 层的 JSON'],
  ['UTF-8', ' UTF-8'],
  ['JSON', ' JSON'],
  // signature
  ['Wechatpay-Signature: {reason*}', 'Wechatpay-Signature：{reason}'],
  [
    'expected Wechatpay-Timestamp, -Nonce, -Signature and -Serial in its headers, found none or not all',
    'HTTP 头中应有 Wechatpay-Timestamp、-Nonce、-Signature 和 -Serial，实际没有或不全',
  ],
  ['expected the header {name:word} once, found it {times:word} times', 'HTTP 头 {name} 应出现一次，实际 {times} 次'],
  ['expected Unix seconds in Wechatpay-Timestamp, found {found}', 'Wechatpay-Timestamp 应为 Unix 秒数，实为 {found}'],
  [
    "expected a message of the last 300 s, found one of {theirs:word} while our clock says {ours:word}; set this machine's clock (NTP) if it is wrong",
    '应为最近 300 秒内的报文，报文时间为 {theirs}，本机时间为 {ours}；若本机时钟不准，请校准（NTP）',
  ],
  [
    'compare publicKeyId (公钥ID) with the merchant platform (账户中心 → API安全)',
    '请与商户平台核对 publicKeyId（公钥ID）（账户中心 → API安全）',
  ],
  ['it is no platform certificate (微信支付平台证书) of this merchant', '它不是该商户的微信支付平台证书'],
  ['expected a key that we know in Wechatpay-Serial, found {found}', 'Wechatpay-Serial 应为已知的密钥，实为 {found}'],
  [
    'expected a signature that fits, found a probe (签名探测) that the wallet sends to see whether it is refused; it sends the right one later',
    '签名应当相符，这是钱包的签名探测流量，用来确认会被拒绝；之后会发送正确的签名',
  ],
  [
    'expected a signature that fits the bytes that came, found another; something on the way changes messages, or it is forged',
    '签名应与收到的内容相符，实际不符；途中有设备改写了报文，或报文是伪造的',
  ],
  // what is encrypted
  ['resource.algorithm: expected AEAD_AES_256_GCM, found {found}', 'resource.algorithm：应为 AEAD_AES_256_GCM，实为 {found}'],
  [
    'expected content that apiV3Key opens (APIv3密钥), found content that it does not',
    '内容应能用 apiV3Key（APIv3密钥）解密，实际不能',
  ],
  [
    'compare it with the merchant platform (账户中心 → API安全); after a reset list the new key and the old one',
    '请与商户平台核对（账户中心 → API安全）；重置密钥后请同时列出新旧两个',
  ],
  ['resource.ciphertext: {reason*}', 'resource.ciphertext：{reason}'],
  ['trust: expected HTTP 200, found {status:word}', '获取平台证书：HTTP 状态码应为 200，实为 {status}'],
  [
    'data: expected at least one platform certificate (微信支付平台证书), found none',
    'data：至少应有一张微信支付平台证书，实际没有',
  ],
  [
    'encrypt_certificate: expected one that apiV3Key opens (APIv3密钥), found one that it does not; compare the key',
    'encrypt_certificate：应能用 apiV3Key（APIv3密钥）解密，实际不能；请核对密钥',
  ],
  ['serial_no: expected that of the certificate beside it, found {found}', 'serial_no：应为旁边证书的序列号，实为 {found}'],
  [
    'trust: expected certificates signed with one of them, found another signature; do not believe them',
    '获取平台证书：应答应由其中一张证书签名，实际不是；请勿相信',
  ],
  [
    'WeChat Pay took our signature and we took its own: mchId, serial, privateKey and the key that verifies are right. apiV3Key is not tried: only a notify or a certificate uses it.',
    '微信支付接受了我方签名，其签名也已验证：mchId、serial、privateKey 和验签密钥都正确。apiV3Key 没有验证：只有通知和平台证书用到它。',
  ],
  // statements
  ['download_url: {reason*}; the file is not fetched from elsewhere', 'download_url：{reason}；不从其他地址下载文件'],
  ['expected an address of {origin:word}, found {found}', '应为 {origin} 的地址，实为 {found}'],
  [
    'hash_value: expected a SHA1 of 40 hex digits, found {type} and another form',
    'hash_value：应为 40 位十六进制的 SHA1，实为 {type}，形式不符',
  ],
  ['statement: expected a file, found a page that is not the wallet’s', '对账单：应为文件，得到的页面不是钱包的'],
  ['WeChat Pay answered statement with {code:word}: {advice*}', '微信支付对下载账单应答 {code}：{advice}'],
  [
    'it gave no file; read its words beside this, and ask for the bill anew: its address lives five minutes',
    '没有给出文件；请看钱包的原话，并重新申请账单：下载地址五分钟内有效',
  ],
  [
    '资金流水总笔数: the totals say {said:word}, there are {lines:word} lines',
    '资金流水总笔数：汇总为 {said}，明细有 {lines} 行',
  ],
  ['交易状态 SUCCESS, REFUND or REVOKED', '交易状态 SUCCESS、REFUND 或 REVOKED'],
  ['退款状态 {words}', '退款状态 {words}'],
  ['the titles of a trade bill, {missing:word} among them', '交易账单的标题，其中有{missing}'],
  [
    '手续费总金额: the totals say {said:word}, the lines add up to {sum:word} hundred-thousandths of a yuan',
    '手续费总金额：汇总为 {said}，明细合计 {sum}（单位为十万分之一元）',
  ],
  ['{title:word} in yuan such as 0.00600', '{title}，单位为元，例如 0.00600'],
]

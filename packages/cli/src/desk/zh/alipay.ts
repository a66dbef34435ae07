import type { Twin } from './pattern.ts'

/** The account, the fields of a command, and the wallet's answers: packages/provider-alipay. */
export const ALIPAY: readonly Twin[] = [
  // schema
  [
    "expected the application's RSA2 private key (应用私钥), 2048 bits or more, as PEM or as the key tool's one line of Base64",
    '应为应用私钥（RSA2，不少于 2048 位）：PEM，或密钥工具生成的一行 Base64',
  ],
  [
    "expected the Alipay public key (支付宝公钥), RSA2, as PEM or as the console's one line of Base64",
    '应为支付宝公钥（RSA2）：PEM，或控制台显示的一行 Base64',
  ],
  ['expected a certificate with an RSA key (RSA2)', '应为使用 RSA 密钥（RSA2）的证书'],
  ['expected at most 256 characters', '最多 256 个字符'],
  [
    'expected an http(s) address that is reachable from outside, without query string, fragment or password',
    '应为公网可访问的 http(s) 地址，不带查询串、片段和密码',
  ],
  ['expected an application id (应用 APPID), digits only', '应为应用 APPID，只含数字'],
  [
    "expected the merchant's PID (收款方 PID / seller_id): 16 digits that begin with 2088",
    '应为收款方 PID（seller_id）：2088 开头的 16 位数字',
  ],
  ['expected a token of at most 40 characters', '应用授权令牌最多 40 个字符'],
  [
    'expected either alipayPublicKey (支付宝公钥) or certificates (公钥证书), as the console shows for this application',
    '应为 alipayPublicKey（支付宝公钥）或 certificates（公钥证书），二者只选其一，以控制台对该应用的显示为准',
  ],
  [
    "expected the wallet's key (支付宝公钥), found the application's own (应用公钥); the console shows both, copy the other one",
    '应为支付宝公钥，实为应用公钥；控制台两个都会显示，请复制另一个',
  ],
  [
    'expected the certificate that belongs to privateKey (应用私钥), found that of another key',
    '应为与 privateKey（应用私钥）配对的证书，实为另一个密钥的证书',
  ],
  [
    "expected the wallet's certificate (支付宝公钥证书), found the application's own (应用公钥证书); the console has both, take the other file",
    '应为支付宝公钥证书，实为应用公钥证书；控制台两个都有，请换另一个文件',
  ],
  [
    'expected the key of the content encryption (接口内容加密 AES密钥): Base64 of 16 bytes, 24 characters',
    '应为接口内容加密的 AES密钥：16 字节的 Base64，共 24 个字符',
  ],
  ['expected the id of a mini program (小程序 APPID), digits only', '应为小程序 APPID，只含数字'],
  ['expected a store number (商户门店编号) of 1 to 32 characters', '应为商户门店编号，1 至 32 个字符'],
  // account
  ['appId: expected the application id (应用 APPID), found none', 'appId：应为应用 APPID，实际没有'],
  ["sellerId: expected the merchant's PID (收款方 PID), found none", 'sellerId：应为收款方 PID，实际没有'],
  [
    'contentKey: expected Base64 of 16 bytes (接口内容加密 AES密钥), found another length',
    'contentKey：应为 16 字节的 Base64（接口内容加密 AES密钥），实际长度不同',
  ],
  [
    '{field:word}: expected a PEM certificate ("-----BEGIN CERTIFICATE-----" …), found none that can be read',
    '{field}：应为 PEM 证书（“-----BEGIN CERTIFICATE-----” …），其中没有可读取的证书',
  ],
  // the command
  ['none of / = & in it, which the wallet does not take', '不含 / = & 的文本（钱包不接受）'],
  ['write "{mark:any}" in another way', '请换一种写法代替 “{mark}”'],
  [
    'expected a payment code (付款码) of 16 to 24 digits that begin with 25 to 30, or one of a face that begins with "fp"',
    '付款码应为 25 至 30 开头的 16 至 24 位数字，刷脸付的以 “fp” 开头',
  ],
  [
    '{field:word}: expected an http(s) address of at most {most:word} characters, found {found?}',
    '{field}：应为最多 {most} 个字符的 http(s) 地址，实为 {found}',
  ],
  ['other text of {count:word} characters', ' {count} 个字符的其他文本'],
  ['a whole number, or an amount as text such as "88.88"', '整数，或 “88.88” 这样的金额文本'],
  ['one of enablePayChannels and disablePayChannels', ' enablePayChannels 与 disablePayChannels 之一'],
  ['take one out', '请去掉一个'],
  ['a list of 1 to 150 objects', ' 1 至 150 个对象的列表'],
  ['text of the form {form}, {most:word} characters at most', '形如 {form} 的文本，最多 {most} 个字符'],
  ['a whole number of 1 to 9999', ' 1 至 9999 的整数'],
  ['the mini program (op_app_id) that JSAPI_PAY is for', ' JSAPI_PAY 所属的小程序（op_app_id）'],
  ['give it there or in the account', '请在此处或账户中给出'],
  ["the payer's open id or number", '付款人的 open id 或用户号'],
  ["give the one that the application knows, such as from the payer's sign-in", '请给出该应用所知的标识，例如用户登录时得到的'],
  ['at most {most:word} characters once it is escaped', '编码后最多 {most} 个字符的文本'],
  // answers
  [
    'code: expected a code (网关返回码) in the answer, found none; it says nothing',
    'code：应答中应有网关返回码，实际没有；这样的应答不说明任何事',
  ],
  ['answer: expected {expected:word}, found {found*}; believe none of it', '应答：应为 {expected}，实为{found}；一概不要相信'],
  [
    'answer: expected an error in error_response, found a success; believe none of it',
    '应答：error_response 中应为错误，却是成功；一概不要相信',
  ],
  ['an error beside it', '旁边还有一个错误'],
  ['another answer', '其他接口的应答'],
  [
    'answer: expected {content*}; compare contentKey with the open platform (接口内容加密方式)',
    '应答：{content}；请与开放平台核对 contentKey（接口内容加密方式）',
  ],
  ['content that contentKey opens, found content that it does not', '内容应能用 contentKey 解密，实际不能'],
  ['content in the open, found it encrypted', '内容应为明文，实为密文'],
  [
    '{field:word}: expected a text that is not empty, found something else; it proves nothing',
    '{field}：应为非空文本，实际不是；不能证明任何事',
  ],
  ['sign: {reason*}; anybody on the way could have written it: query', '签名：{reason}；途中任何人都可能写出它：请查询'],
  ['expected a success with a signature, found one without', '成功的应答应有签名，实际没有'],
  ['total_amount: expected {wanted}, found {found}', 'total_amount：应为 {wanted}，实为 {found}'],
  [
    '{field:word}: expected an amount in yuan (元) such as 88.88, found {found}',
    '{field}：应为金额，单位为元，例如 88.88，实为 {found}',
  ],
  [
    'Alipay answered reverse with retry_flag Y: it is not done yet; reverse again, unchanged',
    '支付宝对撤销应答 retry_flag Y：撤销尚未完成；请原样再次撤销',
  ],
  [
    'action: expected close or refund in the answer to reverse, found another word; query the order before anything else',
    'action：撤销的应答中应为 close 或 refund，实为其他；请先查询订单',
  ],
  [
    'Alipay answered reverse with no action: the wallet knows no such order yet, so nothing was done; a pay call still on its way may create it',
    '支付宝对撤销的应答没有 action：钱包尚无此订单，因此没有执行；仍在途中的支付请求可能会创建它',
  ],
  // signature
  ['sign: {reason*}', '签名：{reason}'],
  ['RSA2', ' RSA2'],
  ['no other algorithm is believed', '其他算法一律不予相信'],
  ['a signature', '签名'],
  ['who sent it is not known', '无法知道是谁发来的'],
  ['each parameter once', '每个参数只出现一次'],
  ['it twice', '出现两次'],
  ['believe neither', '两个值都不要相信'],
  ['text in {charset:word}', ' {charset} 编码的文本'],
  ['other bytes', '其他字节'],
  [
    '{field:word}: expected {expected*}, found {found?}; the message cannot be read',
    '{field}：应为{expected}，实为 {found}；报文无法读取',
  ],
  [
    '{field:word}: expected a value without another field in it, found one that may hold another',
    '{field}：值中不应含有其他字段，实际可能含有',
  ],
  ['the fields were pushed together on their way', '字段在途中被拼接到一起'],
  [
    'expected a signature that fits the parameters that came, found another; compare alipayPublicKey (支付宝公钥) with the console, or it is forged',
    '签名应与收到的参数相符，实际不符；请与控制台核对 alipayPublicKey（支付宝公钥），否则报文就是伪造的',
  ],
  [
    'expected a certificate number (alipay_cert_sn) of 32 hex digits, found another form',
    '证书序列号（alipay_cert_sn）应为 32 位十六进制，实际形式不符',
  ],
  [
    'expected a certificate that we know in alipay_cert_sn, found {sn:word}; download the present one from the open platform (支付宝公钥证书)',
    'alipay_cert_sn 应为已知的证书，实为 {sn}；请从开放平台下载现行的支付宝公钥证书',
  ],
  ['alipayPublicKey: expected the wallet’s key (支付宝公钥), found none', 'alipayPublicKey：应为支付宝公钥，实际没有'],
  // trust
  [
    'trust: {reason*}; if it is right, download it from the open platform (支付宝公钥证书)',
    '获取支付宝公钥证书：{reason}；若证书无误，请从开放平台下载',
  ],
  ['expected the certificate {wanted:word}, found {found:word}', '应为证书 {wanted}，实为 {found}'],
  ['expected one with the names of alipayCert, found one of somebody else', '证书的名称应与 alipayCert 相同，实为他人的证书'],
  ['expected an RSA key of 2048 bits or more, found another', '应为不少于 2048 位的 RSA 密钥，实际不是'],
  ['expected one that is valid now and leads to rootCert, found one that does not', '证书应当有效且由 rootCert 签发，实际不是'],
  [
    'trust: expected an answer signed with the certificate that it names, found another signature; do not believe it',
    '获取支付宝公钥证书：应答应由其所示的证书签名，实际不是；请勿相信',
  ],
  [
    'Alipay took our signature and we took its own: appId, privateKey and the key that verifies are right. sellerId is not tried: only a notify names it.',
    '支付宝接受了我方签名，其签名也已验证：appId、privateKey 和验签密钥都正确。sellerId 没有验证：只有通知中才有它。',
  ],
  // the browser's return
  [
    'seller_id: expected a return of this account, found one of another; show nothing of it',
    'seller_id：应为此账户的同步跳转，实为其他账户的；请勿展示其中内容',
  ],
  ['out_trade_no: expected a number, found another field in it', 'out_trade_no：应为订单号，其中却含有其他字段'],
  // statements
  ['bill_download_url: {reason*}; the file is not fetched from elsewhere', 'bill_download_url：{reason}；不从其他地址下载文件'],
  [
    'statement: expected a bill that begins with "#", found {found*}; {todo*}',
    '对账单：应为以 “#” 开头的账单，实为{found}；{todo}',
  ],
  ['something else', '其他内容'],
  ['ask for the bill anew: its address lives 30 seconds', '请重新申请账单：下载地址 30 秒内有效'],
  ['the file ends before its last line ({last:word}): it is cut off', '文件在最后一行（{last}）之前就结束：文件不完整'],
  ['#{table:word} before the titles', '标题之前的 #{table}'],
  ['the titles of {table:word}, {missing:word} among them', '{table}的标题，其中有{missing}'],
  ['a line, or #{table:word}结束', '明细行或 #{table}结束'],
  ['totals, each once, and nothing behind #{last:word}', '各出现一次的汇总，#{last} 之后没有内容'],
  ['a comment of at most {most:word} characters', '最多 {most} 个字符的注释行'],
  ['账号 {account:word} and 0156', '账号 {account} 加 0156'],
  ['起始日期 and 终止日期 {days}', '起始日期和终止日期 {days}'],
  ['values that can be told apart in one way', '只有一种拆分方式的值'],
  ['an amount for 订单金额, {sign*}', '订单金额，{sign}'],
  ['not above zero', '不大于零'],
  ['not below zero', '不小于零'],
  ['商家实收 of 订单金额 {ordered:word}, less at most the discounts', '商家实收等于订单金额 {ordered} 减去不超过各项优惠的金额'],
  ['{title:word}: expected 笔 and 商家实收 behind it, found other words', '{title}：其后应为笔数和商家实收，实为其他内容'],
  ['{title:word}: expected 笔 and 元 behind it, found other words', '{title}：其后应为笔数和金额，实为其他内容'],
  // a form, and members of JSON
  [
    "form: expected {expected*}, found something else; the message is damaged, not the wallet's, or was changed on its way here",
    '表单：应为{expected}，实际不是；报文已损坏、不是钱包的报文，或在途中被改动',
  ],
  ['"name=value" pairs with plain names', '名称为普通字符的 “name=value” 参数'],
  ['whole escapes such as %2B', ' %2B 这样完整的转义'],
  ['each member once, not {member} twice', '各出现一次的成员，{member} 却出现两次'],
]

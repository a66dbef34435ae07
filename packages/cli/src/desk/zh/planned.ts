import type { Twin } from './pattern.ts'

/** Providers that are planned: packages/provider-wechatpay and packages/provider-alipay. */
export const PLANNED: readonly Twin[] = [
  [
    '{verb:word}: expected a provider that is ready, {found*}; nothing was sent; {todo*}',
    '{verb}：需要可用的支付渠道，{found}；没有发出任何请求；{todo}',
  ],
  ['found WeChat Pay (微信支付), which is planned and not there yet', '而微信支付仍在计划中，尚不可用'],
  ['found Alipay (支付宝), which is planned and not there yet', '而支付宝仍在计划中，尚不可用'],
  [
    'use an account whose plugin is ready, such as @tpkit/provider-qqwallet ("tpkit plugins" lists them)',
    '请使用插件可用的账户，例如 @tpkit/provider-qqwallet（“tpkit plugins” 列出全部）',
  ],
  // 微信支付
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
    'expected publicKey and publicKeyId (微信支付公钥), or platformCertificates (微信支付平台证书), to verify what the wallet sends',
    '应有 publicKey 和 publicKeyId（微信支付公钥），或 platformCertificates（微信支付平台证书），用来验证钱包发来的报文',
  ],
  [
    "expected the wallet's public key (微信支付公钥), found the merchant's own; download pub_key.pem from the merchant platform",
    '应为微信支付公钥，实为商户自己的公钥；请从商户平台下载 pub_key.pem',
  ],
  ['expected the sub-merchant number (子商户号) beside subAppId', '写了 subAppId，还应写上子商户号'],
  // 支付宝
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
]

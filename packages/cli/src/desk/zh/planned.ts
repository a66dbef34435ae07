import type { Twin } from './pattern.ts'

/** A provider that is planned: packages/provider-alipay. */
export const PLANNED: readonly Twin[] = [
  [
    '{verb:word}: expected a provider that is ready, {found*}; nothing was sent; {todo*}',
    '{verb}：需要可用的支付渠道，{found}；没有发出任何请求；{todo}',
  ],
  ['found Alipay (支付宝), which is planned and not there yet', '而支付宝仍在计划中，尚不可用'],
  [
    'use an account whose plugin is ready, such as @tpkit/provider-qqwallet ("tpkit plugins" lists them)',
    '请使用插件可用的账户，例如 @tpkit/provider-qqwallet（“tpkit plugins” 列出全部）',
  ],
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

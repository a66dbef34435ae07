import type { Twin } from './pattern.ts'

/** What the configuration says to the gateway: core/src/config/{gateway-schema,read-gateway}.ts; and what a gateway and its endpoints want of it. */
export const GATEWAY_CONFIGURATION: readonly Twin[] = [
  ['expected host:port, such as 127.0.0.1:8080 or [::1]:8080', '应为 主机:端口，例如 127.0.0.1:8080 或 [::1]:8080'],
  ['expected a port up to 65535; 0 takes a free one', '端口不应超过 65535；0 为任选空闲端口'],
  [
    'expected an address such as https://pay.example.com, without user, password, path or query; the gateway answers at the top of a name of its own',
    '应为地址，例如 https://pay.example.com，不带用户名、密码、路径和查询串；网关须独占一个域名，路径从根开始',
  ],
  [
    'expected a range of addresses such as 10.0.0.0/8 or fd00::/8; one machine is 10.0.0.7/32, and /0, which is everybody, is refused',
    '应为地址段，例如 10.0.0.0/8 或 fd00::/8；单台机器写 10.0.0.7/32，而 /0 表示任何人，不予接受',
  ],
  ['expected at most {most}', '最多 {most}'],
  ['expected at least 0', '至少应为 0'],
  ['expected at least 1024 bytes: a notify has so many', '至少应为 1024 字节：通知就有这么长'],
  ['expected at most 1048576 bytes, one MiB', '最多 1048576 字节（1 MiB）'],
  [
    'expected keys for what is sealed in the ledger in production, found none; draw one of 32 random bytes in base64, and write sealKeys: [env:NAME]',
    '生产模式需要封存密钥（用于账本中封存的内容），此处没有；请生成 32 字节随机数的 base64，并写上 sealKeys: [env:NAME]',
  ],
  [
    'expected keys for what is sealed in the ledger, found none; until there is one it is derived from a text that everybody knows; write sealKeys: [env:NAME] before production',
    '缺少封存密钥（用于账本中封存的内容）；在此之前用人人皆知的文本派生；投产前请写上 sealKeys: [env:NAME]',
  ],
  [
    'gateway.publicUrl: expected the address that wallets and apps reach the gateway by, found none; write gateway: { publicUrl: https://… }',
    'gateway.publicUrl：需要钱包和应用访问网关的公网地址，此处没有；请写上 gateway: { publicUrl: https://… }',
  ],
  [
    'gateway.listen: expected {host}:{port} to be free and ours, found {why:word}; choose another address',
    'gateway.listen：无法监听 {host}:{port}（{why}）；请换一个地址',
  ],
  [
    'endpoint {name:word}: expected a key in gateway.sealKeys that opens its secrets, found none; put the one back that sealed them',
    '端点 {name}：gateway.sealKeys 中没有能打开其密钥的封存密钥；请把封存它的那个放回',
  ],
  [
    'webhooks {name:word}: expected every endpoint under a name of its own, found one under it that was registered; rename the one of the configuration',
    '推送端点 {name}：每个端点应有自己的名称，此名称已被登记；请更改配置中的名称',
  ],
  // where events may be sent: tpkit/src/gateway/public-address.ts
  [
    'url: expected an https address such as https://shop.example.com/hooks, found none; choose another',
    'url：应为 https 地址，例如 https://shop.example.com/hooks；请换一个',
  ],
  [
    'url: expected port 443 or 8443 in production, found another port; choose another',
    'url：生产模式只接受端口 443 或 8443；请换一个',
  ],
  ['url: expected an https address in production, found http; choose another', 'url：生产模式须为 https 地址；请换一个'],
  [
    'url: expected an address without user and password, found one with them; choose another',
    'url：地址不应带用户名和密码；请换一个',
  ],
  [
    'url: expected a public address, found one of a network that is not public; choose another',
    'url：应为公网地址，实为非公网地址；请换一个',
  ],
  [
    'url: expected a name of the public network, found one of this machine; choose another',
    'url：应为公网域名，实为指向本机的名称；请换一个',
  ],
]

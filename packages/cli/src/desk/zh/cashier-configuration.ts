import type { Twin } from './pattern.ts'

/** What the configuration says to the cashier: core/src/config/{cashier-schema,read-cashier}.ts, and what a reload says of it. */
export const CASHIER_CONFIGURATION: readonly Twin[] = [
  [
    'expected "sqlite:" with a path, or a "postgres://" address; write one of them',
    '应为 “sqlite:” 加路径，或 “postgres://” 地址；请写其中之一',
  ],
  [
    'expected a Standard Webhooks secret, "whsec_" (24 to 64 bytes) or "whsk_" (an Ed25519 key) and base64, found other text; draw one',
    '应为 Standard Webhooks 密钥：“whsec_”（24 至 64 字节）或 “whsk_”（Ed25519 私钥）加 base64，实为其他文本；请生成一个',
  ],
  [
    'expected an address such as https://shop.example.com/hooks, without user or password',
    '应为地址，例如 https://shop.example.com/hooks，不带用户名和密码',
  ],
  [
    'expected a type of event such as payment.succeeded; docs/cashier.md has all of them',
    '应为事件类型，例如 payment.succeeded；docs/cashier.zh-CN.md 列出全部',
  ],
  [
    'expected at least one secret; draw one: "whsec_" and 32 random bytes in base64',
    '至少应有一个密钥；请生成一个：“whsec_” 加 32 字节随机数的 base64',
  ],
  ['expected at least one type of event; leave the list out to hear of all', '至少应有一个事件类型；要接收全部事件，请去掉此项'],
  ['expected a whole number of days', '应为整数天'],
  ['expected at least one day', '至少应为一天'],
  ['expected at most 36500 days', '最多 36500 天'],
  ['expected an amount from 1', '金额应从 1 起'],
  ['expected a whole number', '应为整数'],
  ['expected at least 1', '至少应为 1'],
  ['expected a whole number of minutes', '应为整数分钟'],
  ['expected at least one minute', '至少应为一分钟'],
  ['expected at most a year', '最多一年'],
  ['expected at most 10000', '最多 10000'],
  ['expected every endpoint under a name of its own, found one twice; rename one', '每个端点应有自己的名称，此名称重复；请改名'],
  [
    'expected an https address in production, found http: whoever is on the way reads of payments; use https',
    '生产模式应为 https 地址，实为 http：途中任何人都能读到支付信息；请使用 https',
  ],
  [
    'expected a merchant who has accounts ({names}), found "{found}"; name one of them',
    '应为拥有账户的商户（{names}），实为 “{found}”；请写其中一个',
  ],
  [
    'expected a key for digests of payer ids in production, found none; draw one of 32 random bytes, and write cashier: { digestKey: env:NAME }',
    '生产模式需要付款人标识的摘要密钥，此处没有；请生成 32 字节随机数，并写上 cashier: { digestKey: env:NAME }',
  ],
  [
    'expected a key for digests of payer ids, found none; until there is one it is derived from a text that everybody knows; write cashier: { digestKey: env:NAME } before production',
    '缺少付款人标识的摘要密钥；在此之前用人人皆知的文本派生；投产前请写上 cashier: { digestKey: env:NAME }',
  ],
  [
    'expected a reference (env:NAME or file:path) in place of an address with a password, found the password itself; move the address there',
    '带密码的地址应写引用（env:NAME 或 file:path），却写了密码本身；请把地址移到那里',
  ],
  [
    'expected the same ledger, as it stands, found another one; to move to it, restart',
    '账本应与当前相同，却换成了另一个；要更换请重启',
  ],
  [
    'expected the account to stay, found it gone while payments or refunds of it are not final; write "retired: true" until they are',
    '账户应保留，却被删除，而它还有未到终态的支付或退款；在此之前请写 “retired: true”',
  ],
]

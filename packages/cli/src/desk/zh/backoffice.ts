import type { Twin } from './pattern.ts'

/** Merchants, API keys and webhook endpoints: packages/backoffice/src, packages/ledger/src/backoffice, packages/tpkit/src/gateway. */
export const BACKOFFICE: readonly Twin[] = [
  [
    '{field:word}: expected lower-case letters, digits and "-", 64 at most, found {found}; choose another',
    '{field}：应为小写字母、数字和 “-”，最多 64 个，实为 {found}；请换一个',
  ],
  [
    '{field:word}: expected 1 to 100 visible characters, found {found}; choose others',
    '{field}：应为 1 至 100 个可见字符，实为 {found}；请更换',
  ],
  [
    'who: expected 1 to 200 characters for the audit trail, found none or more',
    'who：审计记录应为 1 至 200 个字符，此处为空或过长',
  ],
  [
    'merchant: expected one that there is, found none under {name}; add it, or name another',
    'merchant：没有名为 {name} 的商户；请先添加，或换一个',
  ],
  ['merchant: expected a new name, found {name}, which is there; choose another', 'merchant：{name} 已存在；请换一个名称'],
  [
    'merchant {merchant:word}: expected one that is enabled, found it disabled; enable it first',
    '商户 {merchant} 已停用；请先启用',
  ],
  [
    '{name:word}: expected requestsPerMinute, a whole number from 1 to {most:word}, found another; correct it',
    '{name}：应为 requestsPerMinute，1 至 {most} 的整数，实际不是；请更正',
  ],
  ['mode: expected live or test, found another; say one of them', 'mode：应为 live 或 test，实际不是；请给出其中之一'],
  [
    'expiresAt: expected a moment that is still to come, found another; choose a later one',
    'expiresAt：应为尚未到来的时刻，实际不是；请换更晚的时刻',
  ],
  [
    'scopes: expected at least one of {known}, found {found?}; say what the key may do',
    'scopes：应为以下之中至少一个：{known}，实为 {found}；请说明密钥的权限',
  ],
  [
    'API key: expected the id of one that there is, found none under {id}; look at the list',
    '接口密钥：没有编号为 {id} 的密钥；请查看列表',
  ],
  [
    'webhook endpoint: expected the id of one that the merchant has, found none under {id}; look at the list',
    '推送端点：商户没有编号为 {id} 的端点；请查看列表',
  ],
  [
    'webhook endpoints: expected at most {most:word} of one merchant, found that many already; remove one first',
    '推送端点：每个商户最多 {most} 个，已满；请先移除一个',
  ],
  [
    'url: expected an {schemes?} address such as https://shop.example.com/hooks, without user, password and fragment, found another; correct it',
    'url：应为 {schemes} 地址，例如 https://shop.example.com/hooks，不带用户名、密码和片段，实际不是；请更正',
  ],
  ['http: or https:', 'http: 或 https:'],
  [
    'types: expected types of events ({known}), found {found?}; leave them out to hear of all',
    'types：应为事件类型（{known}），实为 {found}；不给出则接收全部',
  ],
  [
    'secrets: expected at most {most:word} that sign at one time, found as many; drop the old ones first',
    'secrets：最多 {most} 个密钥同时签名，已达上限；请先去掉旧密钥',
  ],
  [
    'secret: expected "whsec_" (24 to 64 bytes) or "whsk_" (an Ed25519 key) and base64, found other text; leave it out, and one is drawn',
    'secret：应为 “whsec_”（24 至 64 字节）或 “whsk_”（Ed25519 密钥）加 base64，实际不是；不给出则自动生成',
  ],
  // kept in the ledger
  [
    '{table:word}: expected {id:word} as it was read, found that somebody changed it meanwhile; look at it, and say again what is still to be done',
    '{table}：{id} 读取之后已被他人改动；请重新查看，仍需更改时再次执行',
  ],
  [
    'settings: expected version {next:word} of {name:word} as the next one, found {found:word}; read it again',
    'settings：{name} 的下一版本应为 {next}，实为 {found}；请重新读取',
  ],
  // sealed
  [
    'sealed secret of {context:word}: expected a key in gateway.sealKeys that opens it, found none; put the one back that sealed it, behind the one that seals now',
    '{context} 的封存内容：gateway.sealKeys 中没有能打开它的密钥；请把封存时的密钥放回，排在现用密钥之后',
  ],
  [
    'sealed secret of {context:word}: expected it as it was sealed, found it changed or moved here from elsewhere; draw a new one in its place',
    '{context} 的封存内容已被改动，或从别处移来；请更换密钥',
  ],
  [
    'gateway.sealKeys: expected keys for what is sealed in the ledger in production, found none; draw one of 32 random bytes in base64, and write sealKeys: [env:NAME]',
    'gateway.sealKeys：生产模式需要封存密钥（用于账本中封存的内容），此处没有；请生成 32 字节随机数的 base64，并写上 sealKeys: [env:NAME]',
  ],
  [
    'ledger: expected an address in the configuration, found none; write ledger: sqlite:./tpkit.db, or give one to openBackoffice',
    'ledger：配置中没有账本地址；请写 ledger: sqlite:./tpkit.db，或传给 openBackoffice',
  ],
]

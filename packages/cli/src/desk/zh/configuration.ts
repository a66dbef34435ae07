import type { Twin } from './pattern.ts'

/** The configuration's text and its shape: core/src/config. */
export const CONFIGURATION: readonly Twin[] = [
  // document
  [
    'expected a half-width colon and a space (": ") after a key, found the full-width "：" of a Chinese keyboard; replace it',
    '键的后面应为半角冒号加空格（“: ”），却用了全角冒号 “：”；请替换',
  ],
  ['expected spaces for indentation, found a tab; replace it', '缩进应使用空格，却用了制表符；请替换'],
  [
    'expected lines of one level to be indented alike, found one that is not; move it, or close the bracket before it',
    '同一层级的各行缩进应相同，此行不同；请对齐，或补上前面的括号',
  ],
  ['expected one YAML document, found several; remove the "---"', '应只有一个 YAML 文档，却有多个；请删除 “---”'],
  ['expected YAML, found a quote, bracket or comma missing; add it', '应为 YAML，缺少引号、括号或逗号；请补上'],
  [
    'expected one "key: value" on a line, found two; put text that has ": " in it in quotes',
    '一行应只有一个 “键: 值”，却有两个；含有 “: ” 的文本请加引号',
  ],
  [
    'expected YAML, found what cannot be read as it ({code:word}); check quotes, brackets and indentation',
    '应为 YAML，此处无法解析（{code}）；请检查引号、括号和缩进',
  ],
  [
    'expected no alias, found one; write the value out, so that everybody sees who gets the money',
    '不接受 YAML 别名；请写出完整的值，让人一眼看清钱进谁的账户',
  ],
  [
    'expected no tag ("!…"), found one, which nobody reads; remove it (a reference is written env:NAME or file:path)',
    '不接受 YAML 标签（“!…”），它不会被读取；请删除（引用请写成 env:NAME 或 file:path）',
  ],
  ['expected YAML 1.2, found a line that makes it another version; remove it', '应为 YAML 1.2，此行指定了其他版本；请删除'],
  ['and {count:word} more; mend these first', '另有 {count} 个问题；请先改正以上各项'],
  ['expected text as a key, found something else; write it in quotes', '键应为文本，此处不是；请加引号'],
  ['expected a key of the configuration, found "{key}"; remove it', '此处应为配置的键，却写了 “{key}”；请删除'],
  ['expected "key: value", found a word without ":"; write both', '应为 “键: 值”，却只有一个词，没有 “:”；请补全'],
  ['expected every key once, found one repeated; remove one of the two', '每个键只能出现一次，此键重复；请删除其中一个'],
  // finding
  ['none', '空'],
  ['a list', '列表'],
  ['keys and values', '键值'],
  ['text', '文本'],
  ['a number', '数字'],
  ['a whole number', '整数'],
  ['true or false', 'true 或 false'],
  // read-config, read-account
  [
    'expected accounts and methods, found {kind*}; write at least "accounts:" (tpkit init does)',
    '应有 accounts 和 methods，实为{kind}；请至少写上 “accounts:”（tpkit init 可以生成）',
  ],
  [
    'expected keys and values, such as { plugin: "…" }, found {kind*}; write the account out, or remove it',
    '应为键值，例如 { plugin: "…" }，实为{kind}；请写全这个账户，或将其删除',
  ],
  [
    'expected the merchant {merchant}, as at {account}, because both accounts are {number} at the wallet, found {other}; give both one merchant, or this one a number of its own',
    '应与账户 {account} 同属商户 {merchant}，因为二者在钱包处是同一个商户号 {number}，却写了 {other}；请让二者同属一个商户，或为此账户换用自己的商户号',
  ],
  ["the plugin's schema fails: {error:any}", '插件的配置校验出错：{error}'],
  [
    'expected none in production: it sends money to a sandbox; remove it, or use mode: development',
    '生产模式不允许此项：它会把钱发往沙箱；请删除，或使用 mode: development',
  ],
  [
    'expected none in production, which NODE_ENV or "tpkit serve" demands: it sends money to a sandbox; remove it, or start in development',
    'NODE_ENV 或 “tpkit serve” 要求生产模式，不允许此项：它会把钱发往沙箱；请删除，或以开发模式启动',
  ],
  [
    'expected none: "{plugin}" reaches its wallet by itself and would not follow it; remove it, and use the plugin\'s own fields',
    '不应有此项：“{plugin}” 自行连接钱包，不会按它去做；请删除，并使用插件自己的字段',
  ],
  [
    'expected a provider that is ready in production, found one that is only planned; use another account',
    '生产模式需要可用的支付渠道，而这一个仍在计划中；请使用其他账户',
  ],
  [
    'expected a reference (env:NAME or file:path), found the secret itself; move it there, so that this file can be shown',
    '应写引用（env:NAME 或 file:path），却写了密钥本身；请移到那里，这样配置文件才可以给人看',
  ],
  // import-plugin
  ['expected a plugin package, found "{name}", which fails to load: {error:any}', '应为插件包，而 “{name}” 加载失败：{error}'],
  [
    'expected a tpkit plugin as the default export of "{name}", found something else; is it the right package, and its newest version?',
    '“{name}” 的默认导出应为 tpkit 插件，实际不是；请确认包名是否正确、是否为最新版本',
  ],
  ['{from:word} to {to:word}', '{from} 至 {to}'],
  [
    'expected contract {window*}, found {found:word}; install a fitting version of "{name}" (or set acceptContract)',
    '契约版本应为 {window}，实为 {found}；请安装合适版本的 “{name}”（或设置 acceptContract）',
  ],
  // inherit
  [
    'expected an account that stands on its own in the end, found a circle; remove one "extends" of it',
    '继承链最终应到一个独立的账户，却形成了循环；请删除其中一个 “extends”',
  ],
  [
    'expected at most {most:word} accounts that extend each other in a row, found more; extend one that says more itself',
    '连续继承最多 {most} 个账户，此处更多；请直接继承内容更完整的账户',
  ],
  ['expected the name of another account ({known?}), found "{found}"', '应为另一个账户的名称（{known}），实为 “{found}”'],
  ['there is none', '没有'],
  ['name one, or remove the line', '请写出账户名，或删除此行'],
  // issues
  ['remove it', '请删除'],
  ['remove it, or choose one of {keys}', '请删除，或从以下选择：{keys}'],
  ['expected no such key{more*}', '没有这个键{more}'],
  ['write it in quotes', '请加引号'],
  ['expected at least {count:word} in the list, found fewer; write them', '列表中至少应有 {count} 项；请补上'],
  ['expected {expected*}, found {found*}', '应为{expected}，实为{found}'],
  ['write it here', '请在此写上'],
  ['expected "{name:word}" here, found none; write it', '缺少 {name}；请写上'],
  ['expected {word:word}', '应为 {word}'],
  ['expected one of {words}', '应为以下之一：{words}'],
  ['found another word{more*}', '实为其他词{more}'],
  ['choose one', '请选择一个'],
  ['found {kind*}: {cure*}', '实为{kind}，{cure}'],
  ['did you mean "{meant}"?', '是否想写 “{meant}”？'],
  // read-methods
  [
    'expected a rule that a payment can reach, found one behind rule {number:word}, which has no "when" and takes every payment; put it before that, or remove it',
    '此规则永远用不到：前面的规则 {number} 没有 “when”，所有支付都归它；请移到它前面，或将其删除',
  ],
  [
    'expected minAmount up to maxAmount, found {least:word} above {most:word}; no payment fits: change one of them',
    'minAmount 不应大于 maxAmount，而 {least} 大于 {most}；没有支付能符合：请修改其中一个',
  ],
  [
    'expected an account that takes payments, found "{account}", which is retired; name another',
    '应为可收款的账户，而 “{account}” 已停用；请改用其他账户',
  ],
  [
    'expected what "{account}" takes ({known}), found {found:word}; remove it, or use an account that takes it',
    '应为 “{account}” 支持的值（{known}），实为 {found}；请删除，或改用支持它的账户',
  ],
  ['expected the name of an account ({known?}), found "{found}"', '应为账户名称（{known}），实为 “{found}”'],
  ['name one of them', '请写其中一个'],
  [
    'expected an account of the merchant {merchant:word}, found "{account}" of {owner:word}; name another, or write merchant: {owner:word} at the method',
    '应为商户 {merchant} 的账户，而 “{account}” 属于 {owner}；请改用其他账户，或在支付方式上写 merchant: {owner}',
  ],
  // references, value-document
  ['{reference:word}: cannot be read', '{reference}：无法读取'],
  ['expected plain data (text, numbers, true or false, lists, objects)', '应为普通数据（文本、数字、true 或 false、列表、对象）'],
  ['found {kind*}; write the value out', '实为{kind}；请写出具体的值'],
  ['no finite number', '非有限的数字'],
  ['a {type:word}', ' {type}'],
  ['found an object that stands in itself; write the value out', '对象包含了自身；请写出具体的值'],
  ['found an object of a class; a key is written as env:NAME or file:path', '实为某个类的对象；密钥请写成 env:NAME 或 file:path'],
]

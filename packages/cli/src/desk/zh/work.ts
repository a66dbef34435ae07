import type { Twin } from './pattern.ts'

/** What a command is refused for before anything is sent, and what core says of answers: core/src/{container,tp,domain}, core/src/money.ts. */
export const WORK: readonly Twin[] = [
  // building and reloading
  ['the plugin cannot be built: {error:any}', '插件无法创建：{error}'],
  [
    "expected a module with bindings of its own, found the port {port:word} in it; ports are the merchant's, by { modules }",
    '插件模块应只含自己的绑定，却绑定了端口 {port}；端口由商户通过 { modules } 决定',
  ],
  ["the plugin's module cannot be loaded: {error:any}", '插件的模块无法加载：{error}'],
  ['expected production, as it stands, found {mode:word}; to lower it, restart', '应保持 production，实为 {mode}；要降低请重启'],
  [
    'expected the account to stay, found it gone; what was paid through it still needs it: write "retired: true"; a restart drops it',
    '账户应保留，却不见了；经它支付的订单仍然需要它：请写 “retired: true”；重启后才会移除',
  ],
  ['give the other one a name of its own', '请给另一个账户起自己的名称'],
  [
    'expected the same provider under this name ({was:word}), found {is:word}; {cure*}',
    '同一名称下应是同一支付渠道（{was}），实为 {is}；{cure}',
  ],
  [
    'expected {was} under this name, as it stands, found {is}; {cure*}, or restart',
    '此名称下原为{was}，现为{is}；{cure}，或重新启动',
  ],
  ['a sandbox', '沙箱'],
  ['the real wallet', '真实钱包'],
  [
    'expected the same merchant under this name ({was:word}), found {is:word}; {cure*}',
    '同一名称下应是同一商户（{was}），实为 {is}；{cure}',
  ],
  [
    'expected the same payee under this name ({was}), found {is}; {cure*}',
    '同一名称下应是同一收款方（{was}），实为 {is}；{cure}',
  ],
  ['tpkit: expected it open, found it closed; nothing was sent', 'tpkit：应处于打开状态，却已关闭；没有发出任何请求'],
  ['expected a configured {kind*} ({known?}), found "{name}"', '应为配置中的{kind}（{known}），实为 “{name}”'],
  ['account', '账户'],
  ['method', '支付方式'],
  [
    'reload: expected a configuration that can be read again (YAML or JSON), found one that cannot; restart',
    '热加载：配置应能重新读取（YAML 或 JSON），而它不能；请重启',
  ],
  ['reload: expected tpkit open, found it closed; load it again', '热加载：tpkit 应处于打开状态，却已关闭；请重新加载'],
  // handles
  [
    '{account:word}.pay: expected an account that takes new payments, found a retired one; pay through another account. A number whose outcome is unknown may be repeated here: pass { afterUnknown: true }, then close it',
    '{account}.pay：应为接受新支付的账户，而它已停用；请改用其他账户。结果未知的单号可以在这里重发：传入 { afterUnknown: true }，然后关单',
  ],
  [
    '{account:word}.inspect: expected a provider that explains its notifies, found {plugin:word}, which does not',
    '{account}.inspect：应为能解释通知的支付渠道，而 {plugin} 不能',
  ],
  [
    'methods.{method:word}: expected a payment that one of its rules takes ({rules*}), found scene {scene:word} over {amount}; add a last rule without "when"',
    'methods.{method}：没有规则接受这笔支付（规则：{rules}），其场景为 {scene}，金额为 {amount}；请在最后加一条没有 “when” 的规则',
  ],
  [
    '{account:word}.{ability:word}: expected an ability of {provider:word} ({abilities?}), found "{found:word}"',
    '{account}.{ability}：{provider} 没有能力 “{found}”（它有：{abilities}）',
  ],
  // commands
  [
    'scene: expected one that {provider:word} has ({scenes}), found {found}',
    'scene：应为 {provider} 支持的场景（{scenes}），实为 {found}',
  ],
  ['the largest order', '单笔订单上限'],
  ['the order', '订单金额'],
  ['day: expected a day that is over in Beijing, found {day}', 'day：应为北京时间已经结束的日期，实为 {day}'],
  [
    'day: expected one whose statement is due, found {day:word}; ask again from {time:word} on',
    'day：{day} 的对账单尚未生成；请在 {time} 之后再下载',
  ],
  [
    'day: expected one of the last {days:word} days, found {day:word}; the wallet keeps statements no longer',
    'day：应为最近 {days} 天之内，实为 {day}；更早的对账单钱包不再保存',
  ],
  [
    'day: expected a day of the calendar such as "2026-01-31", found {found}',
    'day：应为日历上的日期，例如 “2026-01-31”，实为 {found}',
  ],
  [
    'paidAt: expected a payment of the last {days:word} days, found one {found:word} days ago; settle it with the payer by hand',
    'paidAt：应为最近 {days} 天内的支付，实为 {found} 天之前；请与付款人线下处理',
  ],
  ['{field:word}: expected milliseconds since 1970, found {found}', '{field}：应为 1970 年以来的毫秒数，实为 {found}'],
  ['{least:word} to {most:word} characters of [{alphabet:word}]', ' {least} 至 {most} 个字符，取自 [{alphabet}]'],
  ['{field:word}: expected {expected*}, found {found?}', '{field}：应为{expected}，实为 {found}'],
  [
    '{field:word}: expected money such as cny.yuan("19.90"), found {found}',
    '{field}：应为金额，例如 cny.yuan("19.90")，实为 {found}',
  ],
  [
    '{field:word}.currency: expected one of {currencies}, found {found}',
    '{field}.currency：应为以下之一：{currencies}，实为 {found}',
  ],
  ['{field:word}: expected an amount above zero, found {found}', '{field}：金额应大于零，实为 {found}'],
  ['{field:word}: expected at most {most:word} ({what*}), found {found:word}', '{field}：最多为 {most}（{what}），实为 {found}'],
  ['{field:word}: expected text, found {found}', '{field}：应为文本，实为 {found}'],
  [
    '{field:word}: expected {least:word} to {most:word} characters, found {found:word}',
    '{field}：应有 {least} 至 {most} 个字符，实有 {found} 个',
  ],
  [
    'expiresAt: expected a moment in the future, in milliseconds since 1970, found {found}',
    'expiresAt：应为将来的时刻（1970 年以来的毫秒数），实为 {found}',
  ],
  ['command: expected an object with {members*}, found {found?}', '命令：应为含有 {members} 的对象，实为{found}'],
  [
    'command: expected an object with scene, outTradeNo and total, found {found*}',
    '命令：应为含有 scene、outTradeNo、total 的对象，实为{found}',
  ],
  ['outTradeNo and total', 'outTradeNo、total'],
  ['day and kind', 'day、kind'],
  ['an object that lacks amount or currency', '缺少 amount 或 currency 的对象'],
  [
    'a bigint of minor units, as cny.yuan("19.90") or cny.fen(1990) give it',
    '以分为单位的 bigint，由 cny.yuan("19.90") 或 cny.fen(1990) 给出',
  ],
  ['total.amount: expected {wanted*}, found {found?}', 'total.amount：应为{wanted}，实为{found}'],
  ['total: expected money such as cny.yuan("19.90"), found {found*}', 'total：应为金额，例如 cny.yuan("19.90")，实为{found}'],
  ['kind: expected "trade" or "fund", found {found}', 'kind：应为 “trade” 或 “fund”，实为 {found}'],
  [
    'extra: expected an object such as { qqwallet: { … } }, found {found}',
    'extra：应为对象，例如 { qqwallet: { … } }，实为 {found}',
  ],
  // money
  [
    'amount: expected a whole number of minor units, found {found:word}; pass decimal text to parseMoney',
    '金额：应为整数，单位为分，实为 {found}；十进制文本请交给 parseMoney',
  ],
  [
    'amount: expected at most {most:word} minor units in JSON, found {found:word}',
    '金额：JSON 中最多 {most}（最小货币单位），实为 {found}',
  ],
  ['currency: expected one of {currencies}, found {found}', '货币：应为以下之一：{currencies}，实为 {found}'],
  [
    'amount: expected decimal text with at most {digits:word} places such as "19.90", found {found}',
    '金额：应为十进制文本，最多 {digits} 位小数，例如 “19.90”，实为 {found}',
  ],
  ['currency: expected {wanted:word} on both sides, found {found:word}', '货币：两边都应为 {wanted}，实为 {found}'],
  // rules
  ['scene {scenes*}', '场景 {scenes}'],
  ['from {amount}', '{amount} 起'],
  ['up to {amount}', '{amount} 以内'],
  ['methods.{method:word}, rule {number:word}', 'methods.{method} 规则 {number}'],
  ['{weight:word} of {total:word}, by the order number', '权重 {weight}/{total}，由订单号决定'],
  // answers
  [
    "{field:word}: expected {wanted}, the wallet's message says {found}; it is genuine but does not fit, do not book it",
    '{field}：应为 {wanted}，钱包的报文为 {found}；报文真实（签名有效），但与订单不符，请勿入账',
  ],
  [
    'expected a verified "no such order", found one that anybody on the way could have written',
    '“查无此单” 应经过验签，而这一个途中任何人都能伪造',
  ],
  [
    "the provider called {what*} that its exchange cannot prove; report it to the plugin's author",
    '支付渠道插件给出了{what}，而它的请求过程无法证明；请告知插件作者',
  ],
  ['something a finding', '一个结论'],
  ['a result proven', '一个 “已证实” 的结果'],
  ['the caller gave up (abort signal)', '调用方已放弃等待（中止信号）'],
  [
    'seal: expected the wallet\'s public key "{id}", found none; configure it or refresh trust',
    'seal：需要钱包的公钥 “{id}”，实际没有；请配置，或更新平台证书',
  ],
  ['answer: expected at most {most:word} bytes, found {found:word}', '应答：最多 {most} 字节，实为 {found} 字节'],
  [
    'the provider or a port failed with {error}; report it, with this name, to the author of the plugin',
    '支付渠道插件或端口出错：{error}；请把这个名称告知插件作者',
  ],
  ['something unnamed', '没有名称的错误'],
  // plugins that answer for themselves
  [
    "expected the plugin's TP to have {lacking}, found it without; report it to the plugin's author",
    '插件的 TP 应有 {lacking}，实际没有；请告知插件作者',
  ],
  [
    "expected an answer of the plugin's {verb:word} as its contract says, found something else; {cure*}",
    '插件的 {verb} 应按契约应答，实际不是；{cure}',
  ],
  [
    "expected of the plugin's {verb:word} what its contract says, found something else; {cure*}",
    '插件的 {verb} 应给出契约规定的内容，实际不是；{cure}',
  ],
  ['statement: expected a row, found something else; {cure*}', '对账单：应为一行，实际不是；{cure}'],
  ["believe nothing of it, and report it to the plugin's author", '请勿采信其中任何内容，并告知插件作者'],
  ['expected the plugin to answer within {ms:word} ms, found no answer; query it', '插件应在 {ms} 毫秒内应答，实际没有；请查询'],
  // ports
  [
    'CLOCK: expected milliseconds since 1970, found {found:word}; mend the module that binds it',
    'CLOCK：应为 1970 年以来的毫秒数，实为 {found}；请修正绑定它的模块',
  ],
  [
    'RANDOM: expected {wanted:word} bytes, found fewer; mend the module that binds it',
    'RANDOM：应为 {wanted} 字节，实际更少；请修正绑定它的模块',
  ],
  ['notify: expected at most {most:word} bytes, found {found:word}', '通知：最多 {most} 字节，实为 {found} 字节'],
  ['sign: expected a private key named "{name}" in the account, found none', '签名：账户中应有名为 “{name}” 的私钥，实际没有'],
  ['the keys of the wallet could not be learned', '无法取得钱包的公钥'],
  [
    'trust: expected to ask for a key that is not known, found that asking for another failed less than a minute ago; try again in a minute',
    '获取公钥：本应查询一个未知的公钥，但不到一分钟前查询另一个失败；请一分钟后再试',
  ],
]

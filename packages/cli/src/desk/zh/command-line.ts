import type { Twin } from './pattern.ts'

/** This program's own sentences, and those of commander. */
export const COMMAND_LINE: readonly Twin[] = [
  [
    '--scene: expected one that account {account:word} has ({scenes}), found {scene:word}',
    '--scene：应为账户 {account} 支持的场景（{scenes}），实为 {scene}',
  ],
  [
    '--after-unknown: expected --out-trade-no with the number that ended unknown, never a new one',
    '--after-unknown：还应给出 --out-trade-no，即结果未知的那个单号，绝不能是新单号',
  ],
  [
    '--after-unknown: expected --account with the account that was asked before, found none; a method may lead to another one by now',
    '--after-unknown：还应给出 --account，即之前的那个账户；支付方式如今可能指向其他账户',
  ],
  [
    '--account: expected one that takes new payments, found {account:word}, which is retired; pay through another one, or repeat a number whose outcome is unknown with --after-unknown, then close it',
    '--account：应为接受新支付的账户，而 {account} 已停用；请改用其他账户。结果未知的单号可以加 --after-unknown 重发，然后关单',
  ],
  [
    '{option:word}: expected none with --scene {scene:word}, which has no such field; leave it out',
    '{option}：--scene {scene} 没有这个字段；请去掉',
  ],
  ['{option:word}: expected {what*}, found none', '{option}：应为{what}，实际没有'],
  ['the digits that the payer shows', '付款人出示的付款码数字'],
  [
    'methods.{method:word}: expected a rule that takes this payment, found none for {found*}; add one',
    'methods.{method}：没有规则接受这笔支付（{found}）；请加一条',
  ],
  ['scene {scene:word} over {amount}', '场景 {scene}，金额 {amount}'],
  ['{option:word}: expected one of {names?}, found none given', '{option}：应为以下之一：{names}，实际没有给出'],
  ['(the configuration has none)', '（配置中没有）'],
  [
    '--out: expected a new file, found {path}; move it away, or choose another name',
    '--out：应为新文件，而 {path} 已存在；请移走它，或换一个名称',
  ],
  ['expected {expected*}, found {found}', '应为{expected}，实为 {found}'],
  ['a length of time such as 90s, 15m, 1h30m or 2d', '时长，例如 90s、15m、1h30m 或 2d'],
  ['an ISO 8601 time with offset such as 2026-01-31T12:00:00+08:00', '带时区的 ISO 8601 时间，例如 2026-01-31T12:00:00+08:00'],
  // orders of a ledger
  [
    "--total: expected the order's amount, found none; say it, or write a ledger into the configuration, which keeps orders",
    '--total：缺少订单金额；请给出，或在配置中写上 ledger，由账本保存订单',
  ],
  [
    '--merchant: expected none without a ledger, for no order is kept; name the account with --account',
    '--merchant：没有账本就不保存订单，不应给出；请用 --account 指定账户',
  ],
  [
    "--transaction-id: expected the wallet's number of the payment, as its pages show it, found none; look it up there",
    '--transaction-id：缺少钱包的交易号；请在钱包页面查找',
  ],
  [
    '--transaction-id: expected none for what was never paid, found one; leave it out',
    '--transaction-id：未支付的没有交易号；请去掉',
  ],
  [
    '{option:word}: expected none, for the ledger keeps orders and knows it; leave it out',
    '{option}：账本保存订单，已知此项，不应给出；请去掉',
  ],
  ['a whole number from 1 to {most:word}', '1 至 {most} 的整数'],
]

import type { Twin } from './pattern.ts'

/** What the cashier refuses, or cannot say yet: packages/cashier/src. */
export const CASHIER: readonly Twin[] = [
  // close, reverse
  [
    'order {order:word}: expected its wallet to end the payment, found that it does not say so yet; it is asked again, read the order later',
    '订单 {order}：等待钱包结束支付，钱包尚未确认；将继续查询，请稍后查看订单',
  ],
  [
    'order {order:word}: expected an unpaid one, found that it was paid; refund it instead',
    '订单 {order}：应为未支付的订单，实已支付；请改用退款',
  ],
  ['order: expected one of {merchant:word}, found none under {number}', '订单：商户 {merchant} 没有单号为 {number} 的订单'],
  [
    'reverse: expected a payment at the counter (micropay), found {found*}; close it, or refund it once paid',
    '撤销：应为付款码支付（micropay），实为{found}；请关单，或支付后退款',
  ],
  ['{provider:word}, which cannot reverse', '不支持撤销的 {provider}'],
  ['the scene {scene:word}', '支付场景 {scene}'],
  // decide
  [
    'attempt {number:word}: expected one that is not settled, found it {status:word}',
    '支付尝试 {number}：应为尚无结果的，实为 {status}',
  ],
  [
    'refund {number:word}: expected one that is not settled, found it {status:word}',
    '退款 {number}：应为尚无结果的，实为 {status}',
  ],
  [
    'refund: expected one of a second or late payment that failed for good, found another; refund the order under a new refundNo',
    'refund：应为重复或迟到付款的、已最终失败的退款，实际不是；请用新的 refundNo 为订单退款',
  ],
  [
    'refund: expected money that is still here, found that all of it is on its way back',
    'refund：应有尚未退回的款项，实际已全部在退回途中',
  ],
  [
    "transactionId: expected the wallet's number of the payment, 1 to 64 visible characters, found none",
    'transactionId：应为钱包的交易号，1 至 64 个可见字符，此处没有',
  ],
  [
    '{field:word}: expected 1 to 200 characters for the audit trail, found none or more',
    '{field}：审计记录应为 1 至 200 个字符，此处为空或过长',
  ],
  ['{about:word}: expected one in the books, found none under that number', '{about}：账本中没有该单号'],
  ['difference: expected one in the books, found none under that id', '差异：账本中没有该编号'],
  ['difference: expected an open one, found it resolved', '差异：应为未处理的，实已处理'],
  [
    'order {order:word}: expected one that waits for a decision, found it {status:word}',
    '订单 {order}：应为等待决定的订单，实为 {status}',
  ],
  // guard, idempotency
  [
    '{account:word}: expected an outcome, found an error of the plugin; look at the plugin, the wallet is asked later',
    '{account}：应得到结果，插件却出错；请检查插件，稍后将查询钱包',
  ],
  [
    'idempotencyKey: expected the body that {key} was used with first, found another; use a new key for it',
    'idempotencyKey：{key} 首次使用时的内容与此不同；请换一个新的键',
  ],
  [
    'idempotencyKey: expected 1 to 255 visible characters, found {found}',
    'idempotencyKey：应为 1 至 255 个可见字符，实为 {found}',
  ],
  // pay
  [
    '{field:word}: expected 1 to 64 visible characters without spaces, found {found}',
    '{field}：应为 1 至 64 个可见字符，不含空格，实为 {found}',
  ],
  [
    'method: expected the name of a method of the configuration, found {type:word}',
    'method：应为配置中支付方式的名称，实为 {type}',
  ],
  ['subject: expected what the payer reads, found nothing', 'subject：应为付款人看到的商品描述，实为空'],
  [
    'total: expected money above zero, found none; give it as { amount: 1990n, currency: "CNY" }',
    'total：金额应大于零；请写成 { amount: 1990n, currency: "CNY" }',
  ],
  ['expiresAt: expected a moment that is still to come, found another', 'expiresAt：应为尚未到来的时刻'],
  ['pay: expected a payment within the risk rules, found otherwise ({reason*})', '支付：不符合风控规则（{reason}）'],
  [
    'order {order:word}: expected one that may be paid at once, found that an operator decides first ({reason*})',
    '订单 {order}：须先由操作员决定才能支付（{reason}）',
  ],
  [
    'payment {number:word}: expected an answer of {account:word}, found none that tells; it is asked again, read the order later',
    '支付 {number}：{account} 没有给出明确应答；将继续查询，请稍后查看订单',
  ],
  ['expected the {what:word} that it was opened with, found another; use a new number', '{what} 与首次登记时不同；请使用新单号'],
  ['expected one that may be paid, found that an operator decides about it first', '须先由操作员决定才能支付'],
  ['expected an open one, found it closed; use a new number', '已关闭；请使用新单号'],
  [
    'expected an open one, found that its time is over or that it is being closed; use a new number',
    '已过时限，或正在关闭；请使用新单号',
  ],
  [
    'expected its earlier payment at {account:word} to have ended, found it open; pay again later',
    '之前在 {account} 的支付尚未结束；请稍后再支付',
  ],
  [
    'expected its earlier payment at {account:word} to have ended, found that its payer may come until {time:word} and that nothing voids it before; let it be paid there, or allow switch: overlap',
    '之前在 {account} 的支付尚未结束：{time} 之前付款人仍可能支付，无法提前作废；请让其在那里支付，或允许 switch: overlap',
  ],
  [
    'scene: expected one that an account of methods.{method:word} has, found {scene:word}; change the method, or pay otherwise',
    'scene：methods.{method} 的账户都不支持 {scene}；请修改支付方式，或换一种支付场景',
  ],
  [
    'pay: expected a wallet that answers, found that {names} did not lately; nothing was sent, pay again in a while',
    '支付：{names} 近来没有应答；没有发出任何请求，请稍后再支付',
  ],
  // reconcile
  ['day: expected a calendar day such as 2026-01-31, found {found}', 'day：应为日历上的日期，例如 2026-01-31，实为 {found}'],
  // refund
  [
    'amount: expected money above zero, found none; give it as { amount: 1n, currency: "CNY" }',
    'amount：金额应大于零；请写成 { amount: 1n, currency: "CNY" }',
  ],
  [
    'refund {number:word}: expected an answer of {account:word}, found none that tells; it is asked again, read the refund later',
    '退款 {number}：{account} 没有给出明确应答；将继续查询，请稍后查看退款',
  ],
  ['refundNo: expected a new one, found that of order {order:word}', 'refundNo：应为新的退款单号，它已用于订单 {order}'],
  [
    'refundNo: expected the {first} that it was used for first, found {found}; choose a new one',
    'refundNo：首次使用时金额为 {first}，现为 {found}；请换新的退款单号',
  ],
  [
    'refundNo: expected one that the wallet lets repeat, found that it failed for good; choose a new one',
    'refundNo：该退款已彻底失败，钱包不允许重复；请换新的退款单号',
  ],
  [
    'order {order:word}: expected one that stands, found that it is being reversed; read it later',
    '订单 {order}：应为有效订单，实际正在撤销；请稍后再查',
  ],
  [
    'order {order:word}: expected a paid one, found it {status:word}; there is nothing to give back',
    '订单 {order}：应为已支付的订单，实为 {status}；没有可退的款项',
  ],
  ['refund: expected one within the risk rules, found otherwise ({reason*})', '退款：不符合风控规则（{reason}）'],
  ['amount: expected {currency:word}, in which it was paid, found {found}', 'amount：应为支付时的币种 {currency}，实为 {found}'],
  ['amount: expected at most the {left} that is left of the payment, found {found}', 'amount：最多可退 {left}，实为 {found}'],
  [
    'refund: expected at most {most:word} of one payment, which this wallet takes, found {count:word} already',
    '退款：该钱包每笔支付最多退款 {most} 次，已有 {count} 次',
  ],
  [
    'refund: expected within {days:word} days of the payment, found one paid at {time:word}',
    '退款：应在支付后 {days} 天之内，该笔支付于 {time}',
  ],
  // risk
  ['amount: from {from} on an operator decides, found {found}', '金额：达到 {from} 由操作员决定，实为 {found}'],
  ['{about:word}: expected at most {most} at once, found {found}', '{about}：每笔最多 {most}，实为 {found}'],
  ['{about:word}: expected at most {most:word} within one {span*}, found one more', '{about}：每{span}最多 {most} 笔，此笔超出'],
  [
    '{about:word}: expected at most {most} within one {span*}, found {found} beyond what there was',
    '{about}：每{span}最多 {most}，加上此笔 {found} 超出',
  ],
]

/** Books: packages/ledger/src, and what puts a cashier together: packages/tpkit/src/cashier. */
export const LEDGER: readonly Twin[] = [
  ['ledger: expected open books, found that they were closed; open them again', '账本：已关闭；请重新打开'],
  [
    'ledger: expected "sqlite:" with a path, or a "postgres://" address, found "{found}…"; write one of them',
    '账本：应为 “sqlite:” 加路径，或 “postgres://” 地址，实为 “{found}…”；请写其中之一',
  ],
  [
    'ledger: expected {path} as it was opened, found it gone or another file in its place; end this process, put the file back, start again',
    '账本：{path} 已不在原处，或已被换成另一个文件；请结束此进程，把文件放回，再重新启动',
  ],
  ['ledger: expected to {during?}, found that it cannot be done: {cause?}', '账本：无法{during}：{cause}'],
  [
    'another process holds the file; one process writes to a SQLite ledger, use PostgreSQL for several',
    '另一个进程占用着文件；SQLite 账本只由一个进程写入，多个进程请用 PostgreSQL',
  ],
  ['the file or its folder is read-only; let this user write to it', '文件或其目录只读；请允许本用户写入'],
  ['the disk failed to read or write; look at the disk and the file system', '磁盘读写失败；请检查磁盘和文件系统'],
  [
    'the file is damaged; restore the newest backup and reconcile the days since',
    '文件已损坏；请恢复最新的备份，并对此后各日对账',
  ],
  ['the disk is full; make room, what was being written was not kept', '磁盘已满；请腾出空间，正在写的内容没有保存'],
  ['the file cannot be opened; look at the path and at who may read and write it', '文件无法打开；请检查路径和读写权限'],
  ['the file is not a SQLite database; look at the path', '文件不是 SQLite 数据库；请检查路径'],
  [
    'ledger: expected rows that fit what is held, found otherwise ({reason:any}); read again',
    '账本：要写的行与已有内容冲突（{reason}）；请重新读取',
  ],
  [
    'ledger: expected values that a database can hold, found otherwise ({reason:any}); correct them',
    '账本：应为数据库能保存的值，实际不是（{reason}）；请更正',
  ],
  [
    'ledger: expected a schema up to version {version:word}, found {found:word}, written by a newer tpkit; install that version',
    '账本：结构版本最高支持 {version}，实为 {found}，由更新的 tpkit 写成；请安装该版本',
  ],
  [
    'ledger: expected PostgreSQL to {during?}, found that it cannot ({cause:any}); look at the server and at the address',
    '账本：PostgreSQL 无法{during}（{cause}）；请检查服务器和地址',
  ],
  [
    'ledger: expected an answer to a commit, found that PostgreSQL is out of reach since; read again what stands',
    '账本：提交之后 PostgreSQL 失去联系；请重新读取当前内容',
  ],
  [
    '{order:word}: expected entry {expected:word}, found {found:word}; entries are missing',
    '{order}：应为第 {expected} 条，实为第 {found} 条；有条目缺失',
  ],
  ['{order:word}: expected the text of entry {entry:word}, found that of another', '{order}：第 {entry} 条的内容属于另一条'],
  [
    '{order:word}: expected entry {entry:word} as it was written, found another text or hash',
    '{order}：第 {entry} 条与写入时不同',
  ],
  [
    '{order:word}: expected {count:word} entries, found {found:word}; the end was cut off',
    '{order}：应有 {count} 条，实为 {found} 条；末尾被截断',
  ],
  [
    '{order:word}: expected no entry {entry:word}, found one; somebody added to the journal',
    '{order}：不应有第 {entry} 条；有人向流水添加了条目',
  ],
  ["{order:word}: expected the chain to end with the order's own hash, found another", '{order}：链的末尾与订单所记的哈希不同'],
  [
    '{order:word}: expected an order for these entries, found none; it was removed',
    '{order}：这些条目没有对应的订单；订单被删除',
  ],
  ['expected seal {expected:word}, found {found:word}; seals are missing', '应为第 {expected} 个，实为第 {found} 个；有封印缺失'],
  ['expected the hash over the seal before it and its orders, found another', '与前一封印及其订单的哈希不符'],
  [
    '{order:word}: expected the sealed entry {entry:word}, found none or another',
    '{order}：已封印的第 {entry} 条不见了，或已被改动',
  ],
  [
    'ledger: expected an address in the configuration, found none; write ledger: sqlite:./tpkit.db, or give one to createCashier',
    'ledger：配置中没有账本地址；请写 ledger: sqlite:./tpkit.db，或传给 createCashier',
  ],
  [
    'accounts: expected {names} in the configuration, found them gone while payments or refunds of them are not final; put them back with "retired: true"',
    'accounts：配置中缺少 {names}，而它们还有未到终态的支付或退款；请加回并写 “retired: true”',
  ],
  ['cashier: expected it open, found it closed; nothing was sent', '收银台：已关闭；没有发出任何请求'],
  [
    'cashier.digestKey: expected a key for digests of payer ids in production, found none; draw one of 32 random bytes, and write cashier: { digestKey: env:NAME }',
    'cashier.digestKey：生产模式需要付款人标识的摘要密钥，此处没有；请生成 32 字节随机数，并写上 cashier: { digestKey: env:NAME }',
  ],
  [
    'webhooks {name:word}: expected types of events ({known}), found "{found}"; name one of them',
    'webhooks {name}：应为事件类型（{known}），实为 “{found}”；请写其中一个',
  ],
]

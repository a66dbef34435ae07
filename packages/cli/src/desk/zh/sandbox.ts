import type { Twin } from './pattern.ts'

/** Around the sandbox: packages/sandbox, and the commands that start and steer one. */
export const SANDBOX: readonly Twin[] = [
  // starting
  [
    '{option:word}: expected a free port, found {port:word} taken by another sandbox (its folder: {folder})',
    '{option}：端口 {port} 已被另一个沙箱占用（其目录为 {folder}）',
  ],
  [
    '{option:word}: expected a free port, found {port:word} taken, perhaps by another sandbox',
    '{option}：端口 {port} 已被占用，可能是另一个沙箱',
  ],
  [
    'sandbox: cannot listen on {host:word}:{port:word} ({code:any}); choose another port',
    '沙箱：无法监听 {host}:{port}（{code}）；请换一个端口',
  ],
  [
    'sandbox: another sandbox{who*} has this folder; end it, choose another folder, or delete {path} if no sandbox runs there',
    '沙箱：另一个沙箱{who}正在使用此目录；请先结束它，或换一个目录；若其中并无沙箱运行，请删除 {path}',
  ],
  [' at {address:word}', '，{address}'],
  [' (process {pid:word})', '（进程 {pid}）'],
  [
    'sandbox: {path} was not written by a sandbox, which would overwrite it; choose another folder, one that holds no certificates of yours',
    '沙箱：{path} 不是沙箱写的，启动会覆盖它；请换一个没有您的证书的目录',
  ],
  [
    'sandbox: refuses to start in production, where its payments would be taken for real ones; use development mode',
    '沙箱：生产模式下拒绝启动，否则其中的支付会被当成真的；请使用开发模式',
  ],
  [
    "{path}: expected the merchant of an earlier sandbox, found something else; choose another folder, or delete the file if it was a sandbox's",
    '{path}：应为之前沙箱的商户，实际不是；请换一个目录，若文件是沙箱留下的也可删除',
  ],
  ['back: expected a length of time such as 2d, 36h or 90m, found {found}', 'back：应为时长，例如 2d、36h 或 90m，实为 {found}'],
  ['{folder}: expected the certificates that the sandbox draws when it starts, found none', '{folder}：缺少沙箱启动时生成的证书'],
  // faults
  ['fault: expected a fault of the catalogue, found {found}; {todo*}', 'fault：目录中没有故障 {found}；{todo}'],
  ['did you mean {names}?', '是否想写 {names}？'],
  ['docs/faults.md lists them all', '全部故障见 docs/faults.md'],
  [
    'faults: expected {grammar}, found {found?}; write its parts in this order, or leave them out',
    'faults：应为 {grammar}，实为 {found}；各部分按此顺序书写，可以省略',
  ],
  ['nothing between two commas', '两个逗号之间为空'],
  [
    '{where:word}: expected a whole number, or a time such as 500ms, 3s, 10m or 2h, found {found}; correct the value',
    '{where}：应为整数，或 500ms、3s、10m、2h 这样的时长，实为 {found}；请改正',
  ],
  [
    '{where:word}: expected {expected*}, found {found}; correct it or leave it out',
    '{where}：应为{expected}，实为 {found}；请改正或去掉',
  ],
  ['a number up to 100', '不超过 100 的数字'],
  ['{fault:word}@: expected {expected*}, found {found}; {todo*}', '{fault}@：应为{expected}，实为 {found}；{todo}'],
  ['notify, for it is a fault of notifies', ' notify，这是通知的故障'],
  ['a probe arrives as a query, so say query', '探测以 query 的形式到达，请写 query'],
  ['leave it out to mean every one', '去掉则表示全部'],
  [
    '{fault:word}*: expected how often it strikes, a whole number above 0, found {found:word}; leave it out to mean always',
    '{fault}*：应为发生次数（大于 0 的整数），实为 {found}；去掉则表示总是',
  ],
  [
    '{fault:word}%: expected a share above 0 and up to 100, found {found:word}; leave it out to mean every one',
    '{fault}%：应为大于 0 且不超过 100 的比例，实为 {found}；去掉则表示全部',
  ],
  ['{fault:word}: expected no value, found {found:word}; this fault takes none', '{fault}：此故障没有值，却写了 {found}'],
  [
    '{fault:word}: expected {least:word} to {most:word} {unit:word}, found {found:word}; without a value it is {usual:word}',
    '{fault}：应为 {least} 至 {most} {unit}，实为 {found}；不写则为 {usual}',
  ],
  // steering
  ['expected a sandbox at {address:word}, found none that answers', '{address} 没有沙箱应答'],
  [
    'expected a sandbox at {address:word}, found something else, which answered {status:word}',
    '{address} 不是沙箱（其应答为 {status}）',
  ],
  [
    '--account: expected one that leads to a sandbox, found {account:word}, which has no endpoints; name another',
    '--account：应为指向沙箱的账户，而 {account} 没有 endpoints；请改用其他账户',
  ],
  ['mchId: expected a merchant of this sandbox, found none named {found:word}', 'mchId：此沙箱中没有商户 {found}'],
  ['expected one of {paths} under {root:word}; see docs/sandbox.md', '应为 {root} 下的以下之一：{paths}；见 docs/sandbox.md'],
  ['content-type: expected application/json', 'content-type：应为 application/json'],
  [
    'advance: expected a length of time such as "31m", "2h", "1d", "PT31M", or milliseconds, forward and ten years at most in all, found {found}',
    'advance：应为时长，例如 "31m"、"2h"、"1d"、"PT31M" 或毫秒数，只能向前，总共不超过十年，实为 {found}',
  ],
  ['outTradeNo: expected an order of this wallet, found none named {found}', 'outTradeNo：此钱包中没有订单 {found}'],
  [
    'outTradeNo: {number:word} is an order of {merchant:word} and of {other:word}; say mchId, too',
    'outTradeNo：{merchant} 和 {other} 都有订单 {number}；请同时给出 mchId',
  ],
  ['order {number:word}: expected one that a payer can be shown, found none', '订单 {number}：没有可供付款人支付的内容'],
  [
    'order {number:word}: expected one that was paid, found it {status:word}; a notify tells of a payment',
    '订单 {number}：应为已支付的订单，实为 {status}；支付后才有通知',
  ],
  ['times: expected a whole number from 1 to {most:word}, found {found:word}', 'times：应为 1 至 {most} 的整数，实为 {found}'],
  [', refund {refund:word}', '，退款 {refund}'],
  ['order {number:word}: {reason*}', '订单 {number}：{reason}'],
  ['expected a refund that is under way, found none', '没有处理中的退款'],
  ['expected one refund that is under way, found several; say outRefundNo, too', '有多笔处理中的退款；请同时给出商户退款单号'],
  ['fault: expected one of {names}, found {found}', 'fault：应为以下之一：{names}，实为 {found}'],
  // the payer
  ['order {number:word} {reason*}', '订单 {number} {reason}'],
  ['is paid already; a code pays one order once', '已支付；一个码只能支付一次'],
  ['was closed; ask for a new one', '已关闭；请重新下单'],
  ['is refused: {code:word} {words:any}', '被拒绝：{code} {words}'],
  ['that was opened', '（刚打开的）'],
  ['was closed by the merchant; ask for a new one', '已被商户关闭；请重新下单'],
  ['was reversed by the merchant; ask for a new one', '已被商户撤销；请重新下单'],
  ['has expired; ask for a new one', '已过期；请重新下单'],
  ['no order belongs to the code {code}; scan one of this wallet', '没有订单对应付款内容 {code}；请扫描此钱包的码'],
  [
    'order {number:word} waits for no password any more; show a new payment code',
    '订单 {number} 已不再等待密码；请出示新的付款码',
  ],
]

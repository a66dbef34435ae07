/** Every text of the help and its Chinese; a test demands each. */
export const CHINESE_TEXTS: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Begin:': '开始：',
  'Move money:': '收付款：',
  'Look at notifies:': '通知：',
  'Try without money:': '试验：',
  'More:': '其他：',
  'Take payments through many wallets behind one interface.': '一个接口，多个钱包。',
  'output the version number': '显示版本号',
  'display help for command': '显示用法',
  'what a command takes': '某个命令的用法',

  'language of the output': '输出语言',
  'answer in JSON, for programs': '输出 JSON，供程序使用',
  'the configuration': '配置文件',
  'where it is written; the folder must be new or empty': '写到哪个目录；须为新目录或空目录',

  'write a configuration, by questions or by options': '生成配置：回答问题，或用选项说明',
  'write a commented configuration: answer a few questions, or say everything by flags':
    '写出带注释的配置：回答几个问题，或全部用选项说明',
  'an account at the local sandbox: nothing else is asked, nothing needs editing': '本地沙箱的账户：不再提问，无需修改',
  'which wallet: qqwallet, or the name of a plugin package': '哪个钱包：qqwallet，或插件包的名称',
  'the merchant number (商户号) of a real account': '真实账户的商户号',
  'how the keys are given: by environment variables, or by files': '密钥来自环境变量（env）或文件（file）',
  'where the wallet reports payments, such as https://pay.example.com': '接收支付结果通知的地址，例如 https://pay.example.com',
  'port of the sandbox; where the sandbox of the folder runs, the one that it has':
    '沙箱的端口；该目录的沙箱正在运行时，默认为它的端口',
  'port of the sandbox for calls with a client certificate': '沙箱的端口：使用客户端证书的请求',
  'where the cashier keeps orders, such as sqlite:./tpkit.db; without it nothing is kept':
    '收银台在哪里保存订单，例如 sqlite:./tpkit.db；不给出则不保存',
  'the configuration to write': '要写的配置文件',
  'ask nothing: what no flag says is the usual': '不提问：未给出的选项取常用值',
  'replace files that are there': '覆盖已有文件',

  'look for what is wrong, and say what to do': '检查问题，并说明怎么办',
  'check configuration, keys, certificates, clock, addresses and callbacks; says what to do':
    '检查配置、密钥、证书、时钟、连通和通知地址，并说明怎么办',
  'also send each account a harmless signed question: are number and key right?':
    '另为每个账户发一个无害的签名请求：商户号和密钥是否正确？',
  'also write what was found, without secrets, as a file to send to somebody (tpkit-report.json)':
    '另写一份不含密钥、可以发送给他人的报告（tpkit-report.json）',

  'which wallets there are, and what each can do': '有哪些钱包，各有什么能力',
  'which wallets there are, how their payers pay, what each can do and its limits': '有哪些钱包，支持哪些支付场景、能力和限制',

  'which account would take a payment, and why': '由哪个账户收款，为什么',
  'say which account would take a payment, and why; sends nothing': '说明由哪个账户收款、为什么；不发出任何请求',
  "the order's amount as decimal text, such as 19.90": '订单金额，写成小数，例如 19.90',
  'currency, ISO 4217': '币种（ISO 4217）',
  'what would take the payment; where there is one method, that one': '支付方式；只有一个时可省略',
  'how the payer pays': '支付场景',
  'the order: where accounts share by weight, its number decides': '商户订单号：按权重分配账户时由它决定',

  'write the JSON Schema for editors': '生成编辑器使用的 JSON Schema',
  'write the JSON Schema by which editors complete and check the configuration': '写出供编辑器补全和检查配置的 JSON Schema',
  'where to; "-" prints it (tpkit.schema.json beside the configuration)':
    '写到哪里；“-” 为打印（默认与配置同目录的 tpkit.schema.json）',
  'write the types of your methods and accounts': '生成支付方式和账户的类型声明',
  'write the declaration by which the compiler knows your methods and accounts':
    '写出类型声明，让编译器认识配置中的支付方式和账户',
  'where to; "-" prints it (tpkit.d.ts beside the configuration)': '写到哪里；“-” 为打印（默认与配置同目录的 tpkit.d.ts）',

  'take a payment, and follow it to its end': '收款，并跟踪到最终状态',
  'take one payment: shows the payer what to scan, and follows it until it is final':
    '发起一笔支付：显示付款人要扫的码，并跟踪到最终状态',
  'what the payer reads': '商品描述，付款人可见',
  'what takes the payment; where there is one method, that one': '支付方式；只有一个时可省略',
  'an account instead of a method': '账户，代替支付方式',
  'micropay: the code that the payer shows': 'micropay：付款人出示的付款码',
  "jsapi, mini: the payer's openid": 'jsapi、mini：付款人的 openid',
  'h5, page: where the browser goes afterwards': 'h5、page：支付后浏览器返回的地址',
  'our number of the order; drawn and printed first where not given': '商户订单号；不给出时自动生成并先打印',
  'an earlier call under the same number ended unknown': '上次结果未知，用同一单号重发',
  'when a repeated number was first written down, ISO 8601': '重发时：该单号首次登记的时间（ISO 8601）',
  'how long the payer may take, such as 15m': '付款有效时长，例如 15m',
  'do not follow the payment': '不等待支付结果',
  [`
Ends with 0 paid, 1 ended without money, 2 wrong usage or configuration, 3 not known yet,
4 refused, 130 Ctrl+C. Asks the wallet no oftener than its manifest allows.
--json: one object a line, sending, prompt, status, final.`]: `
退出码：0 已支付，1 未收款而结束，2 用法或配置有误，3 结果未知，4 被拒绝，130 Ctrl+C。
查询频率不超过能力清单的规定。
--json：每行一个对象，依次为 sending、prompt、status、final。`,

  'what became of a payment or a refund': '查询订单或退款',
  'ask the wallet what became of a payment, or of one of its refunds': '向钱包查询订单或其退款的结果',
  'the account that took the payment; where there is one, that one': '收款的账户；只有一个时可省略',
  "the wallet's number, where it is known": '钱包的交易号，如果已知',
  'when the order was written down, ISO 8601': '订单记录的时间（ISO 8601）',
  'when pay was last sent, ISO 8601': '最近一次发出下单请求的时间（ISO 8601）',
  'the refund instead of the payment; --sent-at is then when it was sent':
    '商户退款单号，查询退款而不是订单；此时 --sent-at 是退款发出的时间',
  'our number of the order': '商户订单号',
  [`
With "ledger" in the configuration the number alone is enough: it keeps orders. Without,
say --total, and --started-at and --sent-at as "tpkit pay" printed them, or "no such
order" proves nothing.`]: `
配置中有 “ledger” 时，只需单号：账本保存订单。没有时不保存订单，须给出 --total，以及
“tpkit pay” 打印的 --started-at 与 --sent-at，否则“查无此单”不能说明任何问题。`,
  "the order's amount as decimal text, such as 19.90; not with a ledger": '订单金额，写成小数，例如 19.90；有账本时不需要',
  'whose order, in a ledger of several; main where not given': '账本中有多个商户时，属于哪个商户；默认 main',
  [`
Ends with 0 paid (with --out-refund-no: the money went back), 1 ended without money,
3 not final yet.`]: `
退出码：0 已支付（加 --out-refund-no 时：款项已退回），1 未收款而结束，3 尚无最终结果。`,

  'give money back': '退款',
  'give money of a paid order back': '为已支付的订单退款',
  'how much, as decimal text; all of it where not given': '退款金额，写成小数；不给出时全额退款',
  'our number of the refund; drawn and printed first where not given': '商户退款单号；不给出时自动生成并先打印',
  'why, as the payer may read it': '退款原因，付款人可见',
  'do not ask "really?"': '不再确认',
  'end an unpaid order': '关单',
  'end an order that nobody paid, so that nobody can pay it any more': '关闭未支付的订单，此后不能再付款',
  'end an order at the counter, money included': '撤销收银台的订单，已付的款退回',
  'at the counter: end an attempt; money that was taken goes back': '收银台：撤销一次收款；已付的款退回',
  "download a day's statement": '下载一天的对账单',
  "download one day's statement, as CSV for a spreadsheet or JSON lines for programs":
    '下载一天的对账单：CSV 供表格软件使用，JSON 行供程序使用',
  'which day, Beijing time': '日期（北京时间）',
  'trade: payments and refunds; fund: movements of the account': 'trade：支付和退款；fund：账户资金变动',
  'csv where not given, jsonl with --json': '不给出时为 csv，加 --json 时为 jsonl',
  'a new file, whole or not there at all; stdout where not given, or "-"':
    '新文件，要么完整要么不存在；不给出或写 “-” 时写到标准输出',
  [`
Whether a statement is whole is known at its end alone: the file gets its name then, and is
<file>.part until then. Book nothing of a part.`]: `
对账单是否完整只有读到末尾才知道：此前文件名为 <file>.part。
不完整的对账单一行也不要入账。`,

  'Keep orders:': '订单：',
  'list the orders of the ledger, the newest first': '列出账本中的订单，新的在前',
  'how they stand': '订单状态',
  'of one method': '某个支付方式的',
  'with an attempt at that account': '在该账户有支付尝试的',
  'of one merchant': '某个商户的',
  'part of an order number, or a whole number of a wallet': '订单号的一部分，或钱包的完整单号',
  'only those of which an outcome is not known': '只列结果未知的',
  'written down since then, ISO 8601': '从该时间起登记的（ISO 8601）',
  'written down before then, ISO 8601': '该时间之前登记的（ISO 8601）',
  'at most so many, up to 200': '最多几行，不超过 200',
  'behind the last row of a list, as that list printed it': '接在上次列表之后，取值见上次列表',
  'one order, and what happened to it': '一笔订单及其经过',
  'show an order of the ledger, and everything that happened to it; asks no wallet': '显示账本中的一笔订单及全部经过；不查询钱包',
  "the merchant's number of the order": '商户的订单号',
  "hold a day against the wallet's statement": '与钱包对账单核对一天',
  "hold one account's day against the wallet's statement: books what it proves, and lists what differs":
    '将某账户一天的账与钱包对账单核对：据此入账，并列出差异',
  'whose statement': '哪个账户的对账单',
  'which day, yyyy-mm-dd, Beijing time': '日期 yyyy-mm-dd（北京时间）',
  [`
Ends with 0 both books agree, 1 there are differences, or the statement is not to be
believed, 3 the wallet has no statement yet. Repeating it changes nothing.`]: `
退出码：0 两本账一致，1 有差异或对账单不可信，3 钱包尚无对账单。重复执行不会改变任何内容。`,
  'end what no wallet will answer any more': '人工决定',
  "write an operator's decision into the books, with who and why: the one way to end what no wallet answers":
    '把操作员的决定写入账本，注明何人、为何：钱包不再应答时的唯一办法',
  'let an order that the risk rules held back be paid, or deny it': '放行或拒绝被风控拦下的订单',
  "say how an attempt ended, as the wallet's own pages show it": '按钱包页面所示，说明支付尝试的结果',
  "say how a refund ended, as the wallet's own pages show it": '按钱包页面所示，说明退款的结果',
  'close a difference between the books and a statement': '了结账本与对账单的一处差异',
  'who decides': '何人决定',
  'why, for whoever reads the books later': '为何，供日后查账的人看',
  'what becomes of it': '放行（allow）或拒绝（deny）',
  "paid: the wallet's number of the payment": 'paid 时：钱包的交易号',
  'the account of the attempt': '支付尝试的账户',
  'the account of the refund': '退款的账户',
  'the number under which the wallet knows it': '钱包所知的单号',
  'how it ended': '结果',
  'as reconcile printed it': 'reconcile 打印的编号',
  'whether somebody changed what happened': '核查是否有人改动账本',
  'look whether somebody changed the ledger behind the cashier': '核查是否有人绕过收银台改动账本',
  'check every chain of the journal and every seal': '核查流水的每条链和每个封印',
  'delete what is past its keeping': '删除过期内容',
  'delete what is past its keeping in the ledger, by the days that the configuration says':
    '按配置的保留天数，删除账本中过期的内容',

  'Let apps in:': '开放给应用：',
  'run the gateway, in production': '运行网关（生产模式）',
  'run the gateway in production: payments over HTTP for apps in any language, notifies, webhooks':
    '以生产模式运行网关：任何语言的应用经 HTTP 收款，接收通知，推送事件',
  'the least that logs tell of': '日志的最低级别',
  [`
Refuses what must not go into production, whatever the file calls its mode. Follows the
file and SIGHUP. SIGTERM or Ctrl+C drains it, a second one ends it at once. Logs are
JSON, a line each, on stderr. --json: an object a line, listening and reload.`]: `
无论配置写的是什么模式，都拒绝不该进入生产的内容。跟随配置文件的修改和 SIGHUP。
SIGTERM 或 Ctrl+C 优雅停机，再来一次立即结束。日志为 JSON，每行一条，写到标准错误。
--json：每行一个对象，依次为 listening、reload。`,
  'who owns accounts, orders and keys': '账户、订单和接口密钥属于谁',
  'merchants of the ledger: who owns accounts, orders, API keys and webhook endpoints':
    '账本中的商户：账户、订单、接口密钥和推送端点属于谁',
  'all merchants, with their settings': '全部商户及其设置',
  'add a merchant': '添加商户',
  'its name, as "merchant:" of the configuration says it': '商户名称，与配置中的 “merchant:” 相同',
  'what people call it; its name where not given': '给人看的名称；不给出时同商户名称',
  'let none of its API keys open anything; notifies are still heard': '停用：其接口密钥全部失效；仍接收通知',
  'let its API keys open again': '启用：其接口密钥恢复有效',
  'change its settings; older ones stay in the ledger': '更改设置；旧设置保留在账本中',
  'for each of its keys; "default" is what the gateway gives': '每个密钥每分钟请求数；“default” 为网关默认值',
  'what apps open the gateway with': '应用访问网关的密钥',
  'API keys: what an app opens the gateway with, and what each may do': '接口密钥：应用用它访问网关，以及各自的权限',
  'the keys of a merchant, and when each was last used': '商户的接口密钥及最近使用时间',
  'whose; main where not given': '哪个商户；默认 main',
  'issue a key, and show it this once': '签发密钥；只显示这一次',
  'what it is for, for people': '用途，给人看',
  'what it may do; may be repeated': '权限，可重复',
  'how long it is good for, such as 90d; for good where not given': '有效期，例如 90d；不给出时长期有效',
  'end a key, for good and at once': '吊销密钥：立即生效，无法撤销',
  'the key, as list shows it': '密钥编号，见 list',
  'who is told of events': '事件推送给谁',
  'webhook endpoints: who is told of events, beside those that the configuration names':
    '推送端点：除配置中的端点外，事件还推送给谁',
  'the endpoints that were registered': '已登记的端点',
  'register an endpoint, and show its secret this once': '登记端点；密钥只显示这一次',
  'where events are posted: https, in development also http': '推送地址：https；开发模式也可用 http',
  'only this type of event, such as payment.succeeded; may be repeated': '只推送此类事件，例如 payment.succeeded，可重复',
  'how deliveries are signed': '签名方式',
  'send one signed test event there, now, and say what came of it': '立即推送一个已签名的测试事件，并说明结果',
  'another address, or other events': '更换地址或事件',
  'where events are posted from now on': '新的推送地址',
  'every type of event': '全部事件',
  'a new secret that signs first; the old ones sign too': '新密钥优先签名；旧密钥也继续签名',
  'let the newest secret sign alone': '只由最新的密钥签名',
  'send nothing there any more': '不再推送',
  'the endpoint, as list shows it': '端点编号，见 list',

  'print what the wallet sends, verified': '接收并验证通知',
  'print every notify that the wallet sends, verified; the wallet is told to send it again':
    '接收并验证钱包发来的每个通知；默认让钱包稍后重发',
  'where to listen; 0 takes a free port': '端口；0 为任选',
  'another address than loopback lets other machines in': '监听地址；不是本机回环地址时其他机器也能访问',
  'whose notifies they are, whatever the path says': '通知属于哪个账户，不论路径怎么写',
  'what the wallet is told; what is not genuine is refused always': '如何应答；不真实的通知一律拒绝',
  'end after the first notify': '收到一个通知后结束',
  'is a pasted notify genuine, and if not, why': '验证粘贴的通知：是否真实，为什么',
  'paste a notify: is it genuine, what was signed, and if it is not, why': '粘贴一个通知：是否真实、签的是什么、不真实是为什么',
  'whose notify it is; not needed where there is one account': '通知属于哪个账户；只有一个时可省略',
  'the body, byte by byte; a whole request with its headers is taken, too': '正文文件，逐字节不变；也可以是带请求头的整个请求',
  'a header, "name: value"; may be repeated': '请求头 “名称: 值”，可重复',
  'what stood behind "?" in the address': '地址中 “?” 之后的查询串',
  'your order: compares the notify with it': '商户订单号：与通知核对',
  "your order's amount, such as 19.90": '订单金额，例如 19.90',
  'your refund, where the notify tells of one': '商户退款单号，退款通知时使用',
  "the refund's amount": '退款金额',

  'watch a payment go from order to refund': '演示一笔支付：从下单到退款',
  'watch a payment go from order to refund at a local wallet, over the real wire protocol, offline':
    '在本地钱包离线演示一笔支付，从下单到退款，使用真实的报文协议',
  'usual: from order to refund; double: one order is paid twice': 'usual：从下单到退款；double：同一订单被支付两次',
  'let the wallet do something wrong, and see it found out': '让钱包出错，看看如何被发现',
  'run gateway, local wallets and your app': '运行网关、本地钱包和您的应用',
  'run the gateway with a local wallet of each kind, and your app in front of it; nothing is kept':
    '运行网关、每种钱包各一个本地沙箱，以及前面的应用；不保留任何内容',
  'where the gateway listens; 0 takes a free port': '网关的端口；0 为任选',
  'what starts your app; it finds address, API key and secret in its environment':
    '启动应用的命令；地址、接口密钥和推送密钥在环境变量中',
  [`
The app listens at PORT, asks at TPKIT_URL with TPKIT_API_KEY, and hears events at
/webhooks, signed under TPKIT_WEBHOOK_SECRET. Books, keys and configuration are in a
folder that goes when it ends.`]: `
应用监听 PORT，用 TPKIT_API_KEY 请求 TPKIT_URL，在 /webhooks 接收事件，按
TPKIT_WEBHOOK_SECRET 验签。账本、密钥和配置在临时目录中，结束时删除。`,
  'start a local wallet': '启动本地钱包（沙箱）',
  "start a local wallet with a payer's phone: no account, ever, offline": '启动本地钱包沙箱，带付款人手机：无需账号，完全离线',
  'port of calls without a certificate, of the phone and the control API; else 9101, or 9111 for wechatpay, 9121 for alipay':
    '端口：不用证书的请求、手机页面和控制接口；省略时为 9101，wechatpay 为 9111，alipay 为 9121',
  'port of calls behind TLS; else 9102, or 9112 for wechatpay, 9122 for alipay':
    '端口：TLS 请求；省略时为 9102，wechatpay 为 9112，alipay 为 9122',
  'which one': '哪个钱包',
  "the payer's IP address, which some scenes want; else the account's own":
    '付款人的 IP 地址，部分场景需要；省略时取账户中的设置',
  'where it is paid': '在哪个钱包支付',
  'where the throwaway keys are written; one folder serves one sandbox; else sandbox, or sandbox-wechatpay for wechatpay, sandbox-alipay for alipay':
    '写入临时密钥的目录；一个目录供一个沙箱使用；省略时为 sandbox，wechatpay 为 sandbox-wechatpay，alipay 为 sandbox-alipay',
  "how far behind the machine's its clock starts, such as 2d: what was sold then has a statement now":
    '时钟起点比本机慢多少，例如 2d：那天的交易现在就有对账单',
  'what the wallet does wrong, such as "drop-after@refund*1,notify-duplicate:3" (docs/faults.md)':
    '钱包出什么错，例如 “drop-after@refund*1,notify-duplicate:3”（见 docs/faults.md）',
  'let the payer act in the sandbox': '在沙箱中代付款人操作',
  'let the payer act on an order of the running sandbox, or decide how its refund ends':
    '在运行中的沙箱里代付款人操作订单，或决定退款的结果',
  'where the sandbox listens; else where the configuration leads, or the usual place': '沙箱的地址；省略时取配置所指，或默认地址',
  'the account that leads to the sandbox; else the first that does': '指向沙箱的账户；省略时取第一个',
  'whose order or clock, where there are several merchants': '商户号：有多个商户时，指定谁的订单或时钟',
  'what happens': '做什么',
  'the order': '商户订单号',
  'which refund, where several are under way': '商户退款单号：有多笔退款时指定哪一笔',
  'send a notify again, or play a .tpcase file': '重发通知，或重放 .tpcase 文件',
  'send the notify of a paid order again, or play a .tpcase file in a new wallet and compare every answer':
    '重发已支付订单的通知，或在新的钱包中重放 .tpcase 文件并核对每个应答',
  'how many copies of the notify': '通知发送几次',
  'what is wrong with each copy, such as notify-forged (docs/faults.md)': '每次出什么错，例如 notify-forged（见 docs/faults.md）',
  'an outTradeNo, or a file that ends in .tpcase': '商户订单号，或以 .tpcase 结尾的文件',
  "show the sandbox's clock, or move it forward": '查看或拨快沙箱时钟',
  "show the running sandbox's clock, or move it forward": '查看或拨快运行中沙箱的时钟',
  'how far, such as +31m, +2h, +1d, or milliseconds': '拨快多少，例如 +31m、+2h、+1d，或毫秒数',

  'write a provider package or a shop to begin with': '新建钱包插件包或店铺',
  'write something to begin with': '新建项目',
  'a provider package with blanks, and tests that name them until they are filled':
    '新建钱包插件包：留有空白，测试会指出空白，直到填完',
  'what configurations call the wallet: demo makes tpkit-provider-demo': '钱包名称，供配置使用：demo 对应 tpkit-provider-demo',
  'a shop to try with a local wallet': '新建店铺，用本地钱包试验',
  'let the shell complete commands and names': '让 shell 补全命令和名称',
  'print what makes a shell complete tpkit: commands, options, account and method names':
    '打印 shell 补全脚本：命令、选项、账户和支付方式名称',
  'which shell': '哪种 shell',
}

/** The comments of the configuration that `init` writes. */
export interface ConfigWords {
  readonly head: readonly string[]
  readonly sandboxHead: readonly string[]
  readonly account: string
  readonly sandboxAccount: string
  readonly plugin: string
  readonly mchId: string
  readonly apiKey: Readonly<Record<'env' | 'file', string>>
  readonly notifyUrl: string
  readonly sandboxNotifyUrl: string
  readonly noNotifyUrl: string
  readonly refunds: readonly string[]
  readonly endpoints: string
  readonly methods: string
  readonly ledger: string
  readonly noLedger: string
  readonly digestKey: string
  readonly production: string
  readonly development: string
  readonly other: readonly string[]
  readonly envHead: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where orders are kept, too. */
  readonly keptEnv: Readonly<Record<string, string>>
  readonly ignored: string
}

export const CONFIG_WORDS: { readonly en: ConfigWords; readonly zh: ConfigWords } = {
  en: {
    head: ['Who gets the money. Keys do not belong into this file: name where they are, env:NAME or file:path.'],
    sandboxHead: [
      'A local wallet, for trying things out: start it with "tpkit sandbox" in this folder. No real money, ever.',
      'Its keys are throwaway and lie in sandbox/; certificates and ca.pem appear there when the sandbox starts.',
    ],
    account: 'your name for the account; replies carry it',
    sandboxAccount: 'the merchant of the sandbox in sandbox/',
    plugin: 'the wallet',
    mchId: 'merchant number 商户号, always in quotes',
    apiKey: {
      env: 'API key, 32 characters, from the environment. A list is a rotation: [env:NEW, env:OLD]',
      file: 'API key, 32 characters, in a file that only its owner may read (chmod 600)',
    },
    notifyUrl: 'where the wallet reports payments: public, https, no query string, one address per account',
    sandboxNotifyUrl: '"tpkit listen" listens here; so may your shop',
    noNotifyUrl:
      'notifyUrl: https://pay.example.com/notify/…   # where the wallet reports payments; without it every pay names one',
    refunds: [
      'Refunds and reversals need an operator and the client certificate of the merchant platform (账户管理 → API安全).',
      'Once the files are there, take the # away:',
    ],
    endpoints: 'sandbox only; refused in production',
    methods: 'what your program asks for: tpkit.method("wallet"). Switch wallets here, not in the program',
    ledger: 'where the cashier keeps orders: its commands then need the number alone',
    noLedger: 'ledger: sqlite:./tpkit.db   # lets the cashier keep orders (docs/cashier.md)',
    digestKey: 'payer ids are kept as digests under it: 32 random bytes, for good',
    production: 'production refuses sandbox addresses',
    development: 'real accounts: production',
    other: ["The plugin's own keys come here: see its page. Editors complete them by tpkit.schema.json."],
    envHead: [
      'Copy to .env, fill in, and keep .env out of every repository.',
      'Loading it: set -a; . ./.env; set +a   or   node --env-file=.env shop.js',
    ],
    env: {
      QQ_API_KEY: 'API key of the merchant platform, 32 characters',
      QQ_OPERATOR_PASSWORD: "the operator's password: refunds and reversals",
    },
    keptEnv: { TPKIT_DIGEST_KEY: 'key for digests of payer ids: openssl rand -base64 32; never changed' },
    ignored: 'keys and certificates of tpkit',
  },
  zh: {
    head: ['钱付给谁。密钥不要写进本文件：只写它在哪里，env:变量名 或 file:路径。'],
    sandboxHead: [
      '本地钱包，用来试验：在本目录运行 “tpkit sandbox”。不涉及真实资金。',
      '密钥没有任何价值，保存在 sandbox/ 中；沙箱启动时在那里写入证书和 ca.pem。',
    ],
    account: '账户名称，自己取；每个应答都带着它',
    sandboxAccount: 'sandbox/ 中沙箱的商户',
    plugin: '钱包',
    mchId: '商户号，必须加引号',
    apiKey: {
      env: 'API 密钥，32 位，取自环境变量。写成列表即轮换：[env:新, env:旧]',
      file: 'API 密钥，32 位，放在只有所有者可读的文件中（chmod 600）',
    },
    notifyUrl: '钱包通知支付结果的地址：公网、https、不带查询串，每个账户一个',
    sandboxNotifyUrl: '“tpkit listen” 在此接收；您的店铺也可以',
    noNotifyUrl: 'notifyUrl: https://pay.example.com/notify/…   # 接收支付结果通知的地址；不写则每次下单都要给出',
    refunds: ['退款和撤销需要操作员和商户平台的 API 证书（账户管理 → API安全）。', '文件就位后去掉下面的 #：'],
    endpoints: '仅用于沙箱；生产模式会拒绝',
    methods: '程序使用的名称：tpkit.method("wallet")。换钱包改这里，不改程序',
    ledger: '收银台在此保存订单；此后命令只需单号',
    noLedger: 'ledger: sqlite:./tpkit.db   # 由收银台保存订单（docs/cashier.zh-CN.md）',
    digestKey: '付款人标识以它的摘要保存：32 字节随机数，不再更换',
    production: '生产模式拒绝沙箱地址',
    development: '真实账户用 production',
    other: ['在此填写插件自己的字段，见其文档。编辑器可借助 tpkit.schema.json 补全。'],
    envHead: [
      '复制为 .env 并填写；.env 不要提交到任何仓库。',
      '加载：set -a; . ./.env; set +a   或   node --env-file=.env shop.js',
    ],
    env: {
      QQ_API_KEY: '商户平台的 API 密钥，32 位',
      QQ_OPERATOR_PASSWORD: '操作员密码：退款和撤销使用',
    },
    keptEnv: { TPKIT_DIGEST_KEY: '付款人标识的摘要密钥：openssl rand -base64 32；不再更换' },
    ignored: 'tpkit 的密钥和证书',
  },
}

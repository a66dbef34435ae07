/** What `init` asks. */
export const ASK = {
  en: {
    wallet: 'Which wallet?',
    plannedToo: (titles: readonly string[]) => `(planned: ${titles.join(', ')})`,
    kind: 'Which account?',
    sandbox: { label: 'a local sandbox', hint: 'no account needed, offline; everything works at once' },
    real: { label: 'my merchant account', hint: 'real money' },
    mchId: 'Merchant number (商户号)',
    wrongMchId: 'expected 6 to 32 digits, as the merchant platform shows them',
    noKey: {
      title: 'No key is asked for',
      text: 'A key that is typed here would stay in the screen and in the configuration,\nand find its way into a repository. The file names where the keys are instead.',
    },
    keys: 'Where will the keys be?',
    env: { label: 'in environment variables', hint: 'env:QQ_API_KEY' },
    file: { label: 'in files', hint: 'file:secrets/qq-api-key.txt' },
    callback: 'Where does the wallet report payments? Your public address (empty: later)',
    wrongCallback: 'expected http(s) without query string, such as https://pay.example.com',
  },
  zh: {
    wallet: '哪个钱包？',
    plannedToo: (titles: readonly string[]) => `（计划中：${titles.join('、')}）`,
    kind: '哪种账户？',
    sandbox: { label: '本地沙箱', hint: '无需账号、离线，马上可用' },
    real: { label: '我的商户账户', hint: '真实资金' },
    mchId: '商户号',
    wrongMchId: '应为 6 至 32 位数字，与商户平台所示一致',
    noKey: {
      title: '不询问密钥',
      text: '在此输入的密钥会留在屏幕和配置里，最终进入代码仓库。\n所以配置只写密钥在哪里。',
    },
    keys: '密钥放在哪里？',
    env: { label: '环境变量', hint: 'env:QQ_API_KEY' },
    file: { label: '文件', hint: 'file:secrets/qq-api-key.txt' },
    callback: '钱包向哪里通知支付结果？您的公网地址（可留空，以后再填）',
    wrongCallback: '应为不带查询串的 http(s) 地址，例如 https://pay.example.com',
  },
} as const

/** What `init` says. */
export const SAY = {
  en: {
    noTerminal:
      'There is no terminal to ask questions at. Say it by flags:\n  tpkit init --sandbox                       an account at the local sandbox\n  tpkit init --yes --plugin qqwallet --mch-id <number> [--keys env|file] [--notify-url <address>]\n"tpkit init --help" shows them all.',
    missing: '--yes asks nothing, so the merchant number must be said: --mch-id <number>; or take --sandbox',
    unknownPlugin: (wanted: string, known: readonly string[]) =>
      `--plugin: expected one of ${known.join(', ')}, found "${wanted}"; npm install the plugin first`,
    planned: (title: string) => `${title} is planned: its plugin loads and takes no payment yet; choose another wallet`,
    sandboxOnly: (wallet: string) =>
      `--sandbox: writes the account of a local QQ Wallet; leave --plugin out, or start "tpkit sandbox --wallet ${wallet}", which prints an account to paste`,
    exists: (path: string) => `${path}: it is there already and was left alone; --force replaces it, --file writes another one`,
    foreign: (path: string) =>
      `${path}: certificates lie there that no sandbox wrote; run "tpkit init --sandbox" in another folder`,
    cancelled: 'Cancelled; nothing was written.',
    written: 'written',
    extended: 'extended',
    kept: 'kept as it was',
    what: {
      config: 'the configuration',
      schema: 'so that editors complete and check it',
      env: 'the variables to set',
      ignore: 'keeps keys out of the repository',
      sandbox: "the sandbox's merchant, with throwaway keys",
    },
    install: (plugin: string) => `npm install tpkit ${plugin}\n      `,
    nextSandbox: (sandbox: string) =>
      `start "${sandbox}" in another terminal; then "tpkit doctor", then "tpkit pay --total 1.00".`,
    nextRunning: 'the sandbox of this folder runs: "tpkit doctor", then "tpkit pay --total 1.00".',
    nextEnv: (example: string, env: string, loaded: string) =>
      `cp ${example} ${env}, fill it in, load it (set -a; . ${loaded}; set +a), then "tpkit doctor".`,
    nextFile: (folder: string, key: string) =>
      `mkdir -p ${folder}, put the API key into ${key} (chmod 600), then "tpkit doctor".`,
    nextOther: 'fill in the plugin\'s own keys, then "tpkit doctor".',
  },
  zh: {
    noTerminal:
      '没有可以提问的终端，请用参数说明：\n  tpkit init --sandbox                       本地沙箱的账户\n  tpkit init --yes --plugin qqwallet --mch-id <商户号> [--keys env|file] [--notify-url <地址>]\n“tpkit init --help” 列出全部参数。',
    missing: '--yes 不提问，因此必须给出商户号：--mch-id <商户号>；或使用 --sandbox',
    unknownPlugin: (wanted: string, known: readonly string[]) =>
      `--plugin：应为 ${known.join('、')} 之一，收到 “${wanted}”；请先 npm install 该插件`,
    planned: (title: string) => `${title}尚在计划中：插件可以加载，但还不能收款；请选择其他钱包`,
    sandboxOnly: (wallet: string) =>
      `--sandbox：写出的是本地 QQ钱包的账户；请去掉 --plugin，或运行 “tpkit sandbox --wallet ${wallet}”，粘贴它打印的账户`,
    exists: (path: string) => `${path}：文件已存在，未作改动；--force 覆盖，--file 写到另一个文件`,
    foreign: (path: string) => `${path}：其中的证书不是沙箱写的；请在另一个目录运行 “tpkit init --sandbox”`,
    cancelled: '已取消，没有写任何文件。',
    written: '已写入',
    extended: '已补充',
    kept: '保持原样',
    what: {
      config: '配置文件',
      schema: '供编辑器补全和检查',
      env: '需要设置的变量',
      ignore: '不让密钥进入代码仓库',
      sandbox: '沙箱的商户，密钥没有任何价值',
    },
    install: (plugin: string) => `npm install tpkit ${plugin}\n        `,
    nextSandbox: (sandbox: string) => `在另一个终端运行 “${sandbox}”；然后 “tpkit doctor”，再 “tpkit pay --total 1.00”。`,
    nextRunning: '本目录的沙箱正在运行：“tpkit doctor”，再 “tpkit pay --total 1.00”。',
    nextEnv: (example: string, env: string, loaded: string) =>
      `cp ${example} ${env}，填写并加载（set -a; . ${loaded}; set +a），然后 “tpkit doctor”。`,
    nextFile: (folder: string, key: string) => `mkdir -p ${folder}，把 API 密钥放进 ${key}（chmod 600），然后 “tpkit doctor”。`,
    nextOther: '填写插件自己的字段，然后 “tpkit doctor”。',
  },
} as const

import type { Check } from './finding.ts'

export interface Words {
  readonly checks: Readonly<Record<Check, string>>
  readonly readable: (accounts: number, methods: number) => string
  readonly mode: Readonly<Record<'production' | 'development' | 'realInDevelopment' | 'realTodo', string>>
  readonly schema: Readonly<Record<'old' | 'missing' | 'todo', string>>
  readonly planned: Readonly<Record<'found' | 'todo', string>>
  readonly ready: (plugin: string, version: string) => string
  readonly keys: Readonly<Record<'good' | 'todo', string>>
  readonly certificate: {
    readonly left: (days: number, until: string) => string
    readonly expired: (until: string) => string
    readonly none: (calls: readonly string[]) => string
    readonly renew: string
    readonly add: string
  }
  readonly callback: Readonly<Record<CallbackFault | 'good' | 'sandbox', string>> & { readonly at: (address: string) => string }
  readonly callbackTodo: Readonly<Record<CallbackFault, string>>
  readonly reach: {
    readonly good: (origins: readonly string[]) => string
    readonly bad: (origin: string, reason: string) => string
    readonly proxied: (proxy: string) => string
    readonly proxyTodo: string
    readonly startSandbox: string
    readonly network: string
    readonly tls: string
  }
  readonly clock: {
    readonly good: (seconds: number) => string
    readonly bad: (ours: string, theirs: string, seconds: number) => string
    readonly todo: string
  }
  readonly probe: { readonly todo: string }
  readonly retired: string
  readonly unused: Readonly<Record<'found' | 'todo', string>>
  readonly every: string
  readonly noFile: string
  readonly problems: (count: number) => string
  readonly sandboxFirst: string
  readonly report: (path: string) => string
  readonly next: Readonly<Record<'init' | 'config' | 'sandbox' | 'mend' | 'live' | 'pay', string>>
}

/** What may be wrong with a callback address. */
export type CallbackFault = 'none' | 'malformed' | 'query' | 'plain' | 'private' | 'path'

export const WORDS: { readonly en: Words; readonly zh: Words } = {
  en: {
    checks: {
      configuration: 'configuration',
      mode: 'mode',
      schema: 'editor schema',
      plugin: 'plugin',
      keys: 'keys',
      certificate: 'certificate',
      callback: 'callback',
      reachable: 'reachable',
      clock: 'clock',
      probe: 'probe',
      account: 'account',
      method: 'method',
    },
    readable: (accounts, methods) =>
      `readable: ${accounts} ${accounts === 1 ? 'account' : 'accounts'}, ${methods} ${methods === 1 ? 'method' : 'methods'}`,
    mode: {
      production: 'production: sandbox addresses are refused',
      development: 'development: only for the sandbox',
      realInDevelopment: 'development, with accounts that take real money',
      realTodo: 'write "mode: production" before customers pay: it refuses sandbox addresses and unfinished plugins',
    },
    schema: {
      old: 'tpkit.schema.json is not that of the plugins installed now',
      missing: 'the configuration names tpkit.schema.json, and there is none',
      todo: 'run "tpkit schema"',
    },
    planned: { found: 'planned: it takes no payment yet', todo: 'name no method after it; production refuses it' },
    ready: (plugin, version) => `${plugin}: ready${version === '' ? '' : `, version ${version}`}`,
    keys: {
      good: 'present, none a placeholder; nothing stands open',
      todo: 'name where the key is, env:NAME or file:path, and let only its owner read the file (chmod 600)',
    },
    certificate: {
      left: (days, until) => `${days} days left, until ${until}`,
      expired: (until) => `expired on ${until}`,
      none: (calls) => `none, and ${calls.join(' and ')} need one`,
      renew: 'get a new one from the merchant platform and replace both files; "tpkit doctor" again',
      add: 'download it from the merchant platform and name it under "certificate"',
    },
    callback: {
      at: (address) => `${address}: `,
      good: 'https, public, an address of its own',
      sandbox: 'on this machine, as the sandbox needs it',
      none: 'none: every pay has to name one',
      malformed: 'not an address that a wallet can call',
      query: 'has a query string or fragment, which wallets cut off or refuse',
      plain: 'not https',
      private: 'a wallet cannot reach a private or local address',
      path: 'does not end with the account’s name',
    },
    callbackTodo: {
      none: 'write notifyUrl: https://<your host>/notify/<account>',
      malformed: 'write an address such as https://pay.example.com/notify/<account>',
      query: 'leave out everything from "?" or "#" on',
      plain: 'use https: a notify carries who paid what',
      private: 'use a host that the wallet can reach from outside',
      path: 'end it with /notify/<account>: a notify belongs to one account, and its address says to which',
    },
    reach: {
      good: (origins) => origins.join(', '),
      bad: (origin, reason) => `${origin}: ${reason}`,
      proxied: (proxy) => `not checked: calls go through ${proxy}`,
      proxyTodo: '"tpkit doctor --live" goes the whole way',
      startSandbox: 'start "tpkit sandbox" in another terminal',
      network: 'look at DNS, firewall and proxy: the wallet must be reachable from this machine',
      tls: 'who answers is not who it should be: look for a proxy that opens TLS, or a clock that is far off',
    },
    clock: {
      good: (seconds) => `${seconds} s from the wallet's`,
      bad: (ours, theirs, seconds) => `${seconds} s off: here it is ${ours}, at the wallet ${theirs}`,
      todo: 'set the clock by NTP: wallets refuse calls, and certificates look expired',
    },
    probe: { todo: 'compare merchant number and key with the merchant platform' },
    retired: 'retired: takes no new payments; queries, refunds and notifies still work',
    unused: { found: 'no method leads here', todo: 'name it under "methods", or write "retired: true"' },
    every: 'every payment',
    noFile: 'there is none that can be read',
    problems: (count) => (count === 1 ? 'one problem' : `${count} problems`),
    sandboxFirst: 'start "tpkit sandbox" in this folder first, in another terminal: it writes this file',
    report: (path) => `Report: ${path}. Without secrets; look at it before you send it.`,
    next: {
      init: '"tpkit init" writes a configuration.',
      config: 'mend the configuration, then "tpkit doctor" again.',
      sandbox: 'start "tpkit sandbox" in this folder, in another terminal, then "tpkit doctor" again.',
      mend: 'mend what is marked ✗, then "tpkit doctor" again.',
      live: '"tpkit doctor --live" asks the wallet whether number and key are right; then "tpkit pay --total 0.01".',
      pay: '"tpkit pay --total 1.00" takes a payment.',
    },
  },
  zh: {
    checks: {
      configuration: '配置',
      mode: '模式',
      schema: '编辑器提示',
      plugin: '插件',
      keys: '密钥',
      certificate: '证书',
      callback: '通知地址',
      reachable: '连通',
      clock: '时钟',
      probe: '探测',
      account: '账户',
      method: '支付方式',
    },
    readable: (accounts, methods) => `可读：${accounts} 个账户，${methods} 个支付方式`,
    mode: {
      production: '生产模式：拒绝沙箱地址',
      development: '开发模式：仅用于沙箱',
      realInDevelopment: '开发模式，但有收取真实资金的账户',
      realTodo: '客户付款之前写上 “mode: production”：它拒绝沙箱地址和未完成的插件',
    },
    schema: {
      old: 'tpkit.schema.json 与现在安装的插件不一致',
      missing: '配置引用了 tpkit.schema.json，但文件不存在',
      todo: '运行 “tpkit schema”',
    },
    planned: { found: '计划中：还不能收款', todo: '不要让支付方式指向它；生产模式会拒绝' },
    ready: (plugin, version) => `${plugin}：可用${version === '' ? '' : `，版本 ${version}`}`,
    keys: {
      good: '齐全，没有占位符，没有暴露',
      todo: '配置里只写密钥在哪里（env:变量名 或 file:路径），文件只允许所有者读取（chmod 600）',
    },
    certificate: {
      left: (days, until) => `还有 ${days} 天，${until} 到期`,
      expired: (until) => `已于 ${until} 过期`,
      none: (calls) => `没有证书，而 ${calls.join('、')} 需要证书`,
      renew: '从商户平台下载新证书并替换两个文件，然后重新运行 “tpkit doctor”',
      add: '从商户平台下载证书，写在 “certificate” 下',
    },
    callback: {
      at: (address) => `${address}：`,
      good: 'https、公网、账户独立的地址',
      sandbox: '在本机，沙箱正需要这样',
      none: '没有：每次下单都必须给出',
      malformed: '不是钱包能够调用的地址',
      query: '带有查询串或片段，钱包会截掉或拒绝',
      plain: '不是 https',
      private: '钱包无法访问内网或本机地址',
      path: '没有以账户名结尾',
    },
    callbackTodo: {
      none: '写上 notifyUrl: https://<您的域名>/notify/<账户>',
      malformed: '写成 https://pay.example.com/notify/<账户> 这样的地址',
      query: '去掉 “?” 或 “#” 及其后的内容',
      plain: '使用 https：通知里有谁付了多少钱',
      private: '使用钱包能从公网访问的域名',
      path: '以 /notify/<账户> 结尾：通知属于某一个账户，由地址区分',
    },
    reach: {
      good: (origins) => origins.join('、'),
      bad: (origin, reason) => `${origin}：${reason}`,
      proxied: (proxy) => `未检查：请求经过代理 ${proxy}`,
      proxyTodo: '“tpkit doctor --live” 会走完整条路',
      startSandbox: '在另一个终端运行 “tpkit sandbox”',
      network: '检查 DNS、防火墙和代理：本机必须能访问钱包',
      tls: '应答者身份不符：检查是否有拆解 TLS 的代理，或本机时钟偏差很大',
    },
    clock: {
      good: (seconds) => `与钱包相差 ${seconds} 秒`,
      bad: (ours, theirs, seconds) => `相差 ${seconds} 秒：本机 ${ours}，钱包 ${theirs}`,
      todo: '用 NTP 校时：否则钱包拒绝请求，证书也会显得过期',
    },
    probe: { todo: '与商户平台核对商户号和密钥' },
    retired: '已停用：不再收款；查询、退款和通知照常',
    unused: { found: '没有支付方式指向它', todo: '写到 “methods” 下，或写上 “retired: true”' },
    every: '所有支付',
    noFile: '没有可读的文件',
    problems: (count) => `${count} 个问题`,
    sandboxFirst: '请先在本目录的另一个终端运行 “tpkit sandbox”：它会写出这个文件',
    report: (path) => `报告：${path}。不含密钥；发送前请自己看一遍。`,
    next: {
      init: '“tpkit init” 写出一份配置。',
      config: '改正配置，然后重新运行 “tpkit doctor”。',
      sandbox: '在本目录的另一个终端运行 “tpkit sandbox”，然后重新运行 “tpkit doctor”。',
      mend: '处理标有 ✗ 的各项，然后重新运行 “tpkit doctor”。',
      live: '“tpkit doctor --live” 询问钱包商户号和密钥是否正确；然后 “tpkit pay --total 0.01”。',
      pay: '“tpkit pay --total 1.00” 收一笔款。',
    },
  },
}

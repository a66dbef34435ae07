import { callbackAddress, wrongMchId } from './plan.ts'

/** What the command line says. */
export interface InitFlags {
  readonly sandbox?: boolean
  readonly plugin?: string
  readonly mchId?: string
  readonly keys?: 'env' | 'file'
  readonly notifyUrl?: string
  /** Of the sandbox. */
  readonly port?: number
  readonly tlsPort?: number
  /** Where the cashier keeps orders. */
  readonly ledger?: string
  readonly file: string
  readonly yes?: boolean
  readonly force?: boolean
}

const WORDS = {
  en: {
    mchId: '--mch-id: expected a merchant number of 6 to 32 digits, found something else; copy it from the merchant platform',
    notifyUrl:
      '--notify-url: expected http(s) without query string, user or fragment, such as https://pay.example.com, found something else',
    file: '--file: expected a name that ends in .yaml or .yml, found something else; what is written is YAML with comments',
    ports: '--port, --tls-port: expected only beside --sandbox, whose ports they are; leave them out',
    anyPort: '--port, --tls-port: expected numbers from 1 to 65535 that differ, as the sandbox is started with; found others',
    ledger: '--ledger: expected sqlite:./tpkit.db, or env:NAME for a PostgreSQL address with its password, found something else',
    both: '--sandbox: expected none of --mch-id, --keys and --notify-url beside it: the sandbox gives the account; leave them out',
  },
  zh: {
    mchId: '--mch-id：应为 6 至 32 位数字的商户号；请从商户平台复制',
    notifyUrl: '--notify-url：应为不带查询串、用户和片段的 http(s) 地址，例如 https://pay.example.com',
    file: '--file：应以 .yaml 或 .yml 结尾：写出的是带注释的 YAML',
    ports: '--port、--tls-port：是沙箱的端口，只能与 --sandbox 一起使用；请去掉',
    anyPort: '--port、--tls-port：应为 1 至 65535 之间互不相同的端口，与启动沙箱时一致',
    ledger: '--ledger：应为 sqlite:./tpkit.db，或以 env:NAME 引用含密码的 PostgreSQL 地址',
    both: '--sandbox：账户由沙箱提供，请去掉 --mch-id、--keys 和 --notify-url',
  },
} as const

/** What is wrong with the flags, before anything is asked or written. */
export function wrongFlag(flags: InitFlags, lang: 'en' | 'zh', account: string): string | undefined {
  const words = WORDS[lang]
  if (!/\.ya?ml$/.test(flags.file)) return words.file
  const { port, tlsPort, yes, mchId, keys, notifyUrl } = flags
  const isReal = yes === true || (mchId ?? keys ?? notifyUrl) !== undefined
  if (flags.sandbox && (mchId ?? keys ?? notifyUrl) !== undefined) return words.both
  if (!flags.sandbox && isReal && (port ?? tlsPort) !== undefined) return words.ports
  if (port === 0 || tlsPort === 0 || (port !== undefined && port === tlsPort)) return words.anyPort
  if (flags.ledger !== undefined && !/^(?:sqlite:|env:|file:)\S+$/.test(flags.ledger)) return words.ledger
  if (mchId !== undefined && wrongMchId(mchId)) return words.mchId
  if (notifyUrl !== undefined && callbackAddress(notifyUrl, account) === undefined) return words.notifyUrl
  return undefined
}

/** Whether the flags say enough to ask nothing. */
export function sayEnough({ sandbox, yes }: InitFlags): boolean {
  return sandbox === true || yes === true
}

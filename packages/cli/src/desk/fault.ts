import { existsSync } from 'node:fs'
import { ConfigError, isTPError, type TPError } from 'tpkit'
import { type Desk, nextText, painter } from './desk.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { messageOf } from './message.ts'
import { remarkOf } from './remark.ts'
import { stepsText } from './steps.ts'
import { visibleLines } from './visible.ts'
import { spokenError } from './zh/spoken.ts'

const LEAD = {
  en: {
    CONFIG: 'The configuration or the environment is wrong; nothing was sent.',
    INVALID: 'A value is wrong; nothing was sent.',
    UNSUPPORTED: 'This wallet or account cannot do that; nothing was sent.',
    LIMIT: 'Above a limit.',
    UNAVAILABLE: 'The wallet cannot be reached; try again.',
    LEDGER: 'The ledger cannot be reached; nothing was written.',
    TIMEOUT: 'No answer in time; try again.',
    UNVERIFIED: 'A signature is missing or wrong: do not believe the message.',
    UNAUTHORIZED: 'The wallet does not accept who we say we are: check merchant number, key and certificate.',
  },
  zh: {
    CONFIG: '配置或环境有误；没有发出任何请求。',
    INVALID: '参数有误；没有发出任何请求。',
    UNSUPPORTED: '该钱包或账户不支持此操作；没有发出任何请求。',
    LIMIT: '超出限制。',
    UNAVAILABLE: '无法连接钱包，请稍后重试。',
    LEDGER: '无法使用账本；没有写入任何内容。',
    TIMEOUT: '等待应答超时，请稍后重试。',
    UNVERIFIED: '签名缺失或错误：不要相信该报文。',
    UNAUTHORIZED: '钱包不认可我方身份：请检查商户号、密钥与证书。',
  },
} as const

/** Of what was found before anything was sent. */
const UNSENT_LEAD = {
  en: { ...LEAD.en, LIMIT: 'Above a limit; nothing was sent.', UNAVAILABLE: 'Too early; nothing was sent.' },
  zh: { ...LEAD.zh, LIMIT: '超出限制；没有发出任何请求。', UNAVAILABLE: '为时尚早；没有发出任何请求。' },
} as const

const NEXT = {
  en: {
    CONFIG: '"tpkit doctor" looks at all of it.',
    LEDGER: 'mend what the line above names, and say it again.',
    CALLBACK: 'write notifyUrl: https://<your host>/notify/<account> into the account; there is no option for it.',
    NO_CONFIG: '"tpkit init" writes a configuration; -c names another one.',
    UNAUTHORIZED: '"tpkit doctor --live" asks the wallet with a harmless signed call.',
    UNAVAILABLE: 'say it again; "tpkit doctor" looks whether the way there is open.',
    TIMEOUT: 'say it again; "tpkit doctor" looks whether the way there is open.',
    UNVERIFIED: 'book nothing of it, and say it again; where it stays so, "tpkit doctor --live" asks whether the key is right.',
    MALFORMED: 'book nothing of it, and say it again; where it stays so, ask the wallet.',
    RATE: 'wait a moment, and say it again.',
  },
  zh: {
    CONFIG: '“tpkit doctor” 检查全部配置。',
    LEDGER: '请按上面一行所述处理，然后重试。',
    CALLBACK: '请在配置文件的账户下写上 notifyUrl: https://<您的域名>/notify/<账户>；命令行没有这个选项。',
    NO_CONFIG: '“tpkit init” 生成配置文件；-c 指定另一份配置。',
    UNAUTHORIZED: '“tpkit doctor --live” 用一次无害的签名请求核对。',
    UNAVAILABLE: '请重试；“tpkit doctor” 检查能否连通。',
    TIMEOUT: '请重试；“tpkit doctor” 检查能否连通。',
    UNVERIFIED: '不要据此入账，请重试；若仍如此，“tpkit doctor --live” 可核对密钥是否正确。',
    MALFORMED: '不要据此入账，请重试；若仍如此，请咨询钱包。',
    RATE: '请稍等片刻再试。',
  },
} as const

/** Tells of an error in one clear paragraph, or as JSON; answers the exit code. A stack trace would bury what to do. */
export function tellFault(desk: Desk, error: unknown): ExitCode {
  const { unsent, steps, exit, answer } = remarkOf(error)
  const next = { ...answer, ...(steps && { next: steps.map(({ line }) => line) }) }
  if (!isTPError(error)) {
    desk.answer({ error: { code: 'INTERNAL', message: messageOf(error) }, ...next })
    complain(desk, error, {})
    return exit ?? EXIT.failed
  }
  const { code, message, retry, provider } = error
  const problems = error instanceof ConfigError ? { problems: error.problems } : {}
  desk.answer({ error: { code, message, retry, ...(provider && { provider }), ...problems }, ...next })
  const isUnsent = unsent ?? isMistake(error)
  const leads: Words = isUnsent ? UNSENT_LEAD[desk.lang] : LEAD[desk.lang]
  complain(desk, error, { lead: leads[isLedger(error) ? 'LEDGER' : code], next: nextOf(desk, error, isUnsent) })
  return exit ?? (isUnsent ? EXIT.usage : EXIT.failed)
}

type Words = Readonly<Record<string, string>>

function nextOf(desk: Desk, { code, message }: TPError, isUnsent: boolean): string | undefined {
  const nexts: Words = NEXT[desk.lang]
  if (code === 'INVALID' && message.startsWith('notifyUrl: ')) return nexts.CALLBACK
  if (isLedger({ code, message })) return nexts.LEDGER
  // What was never sent needs no way there.
  if (isUnsent && code !== 'CONFIG') return undefined
  return nexts[lacksConfig(desk, code) ? 'NO_CONFIG' : code]
}

/** The books, and not a wallet, are out of reach. */
function isLedger({ code, message }: Pick<TPError, 'code' | 'message'>): boolean {
  return code === 'UNAVAILABLE' && message.startsWith('ledger: ')
}

/** Whoever has a configuration that cannot be used needs no other one. */
function lacksConfig({ config, path }: Desk, code: string): boolean {
  return code === 'CONFIG' && config !== undefined && !existsSync(path(config))
}

/** Of whoever typed or configured it, found before anything was sent; a limit also stands in answers of the wallet. */
function isMistake({ code, retry }: TPError): boolean {
  return code === 'CONFIG' || code === 'INVALID' || code === 'UNSUPPORTED' || (code === 'LIMIT' && retry === 'after-fix')
}

interface Usual {
  readonly lead?: string | undefined
  readonly next?: string | undefined
}

function complain(desk: Desk, error: unknown, usual: Usual): void {
  const { lead = usual.lead, next = usual.next, steps = [] } = remarkOf(error)
  const paint = painter(desk.terminal.stderr)
  const todo = stepsText({ paint }, steps, next)
  const said = [lead, visibleLines(spokenError(desk.lang, error))].filter((line) => line !== undefined).join('\n')
  desk.beside(`${paint('red', 'tpkit:')} ${said}${todo === '' ? '' : `\n\n${nextText(desk.lang, paint, todo)}`}`)
}

import { ConfigError, isTPError, type TPError } from 'tpkit'
import { type Desk, painter } from './desk.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { asStarted } from './line.ts'
import { messageOf } from './message.ts'
import { spokenError } from './zh/spoken.ts'

const LEAD = {
  en: {
    CONFIG: 'The configuration or the environment is wrong; nothing was sent.',
    INVALID: 'A value is wrong; nothing was sent.',
    UNSUPPORTED: 'This wallet or account cannot do that; nothing was sent.',
    LIMIT: 'Above a limit.',
    UNAVAILABLE: 'The wallet cannot be reached; try again.',
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
    TIMEOUT: '等待应答超时，请稍后重试。',
    UNVERIFIED: '签名缺失或错误：不要相信该报文。',
    UNAUTHORIZED: '钱包不认可我方身份：请检查商户号、密钥与证书。',
  },
} as const

const NEXT = {
  en: {
    CONFIG: 'Next: "tpkit doctor" looks at all of it; "tpkit init" writes a configuration.',
    UNAUTHORIZED: 'Next: "tpkit doctor --live" asks the wallet with a harmless signed call.',
  },
  zh: {
    CONFIG: '下一步：“tpkit doctor” 检查全部配置；“tpkit init” 生成配置文件。',
    UNAUTHORIZED: '下一步：“tpkit doctor --live” 用一次无害的签名请求核对。',
  },
} as const

/** Tells of an error in one clear paragraph, or as JSON; answers the exit code. A stack trace would bury what to do. */
export function tellFault(desk: Desk, error: unknown): ExitCode {
  const message = messageOf(error)
  if (!isTPError(error)) {
    desk.answer({ error: { code: 'INTERNAL', message } })
    complain(desk, spokenError(desk.lang, error))
    return EXIT.failed
  }
  const { code, retry, provider } = error
  const problems = error instanceof ConfigError ? { problems: error.problems } : {}
  desk.answer({ error: { code, message, retry, ...(provider && { provider }), ...problems } })
  const leads: Readonly<Record<string, string>> = LEAD[desk.lang]
  const nexts: Readonly<Record<string, string>> = NEXT[desk.lang]
  complain(desk, [leads[code], spokenError(desk.lang, error), nexts[code]].filter((line) => line !== undefined).join('\n'))
  return isMistake(error) ? EXIT.usage : EXIT.failed
}

/** Of whoever typed or configured it, found before anything was sent; a limit also stands in answers of the wallet. */
function isMistake({ code, retry }: TPError): boolean {
  return code === 'CONFIG' || code === 'INVALID' || code === 'UNSUPPORTED' || (code === 'LIMIT' && retry === 'after-fix')
}

function complain(desk: Desk, text: string): void {
  desk.beside(`${painter(desk.terminal.stderr)('red', 'tpkit:')} ${asStarted(desk.terminal, text)}`)
}

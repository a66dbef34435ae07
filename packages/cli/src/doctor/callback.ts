import type { AccountDescription, Description } from 'tpkit'
import type { Finding, Level } from './finding.ts'
import type { CallbackFault, Words } from './words.ts'

/** Loopback, private and link-local networks (RFC 1918, 6598, 3927, 4193), and names that no public DNS knows. */
const PRIVATE_HOST =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.|\[(?:::1?|f[cd][0-9a-f]{2}:.*|fe80:.*)\]$)|\.(?:local|internal|lan|localhost)$/i

/** Whether the wallet can call what the account says, and whether the address tells accounts apart. A retired account needs none. */
export function callbackFindings(
  account: AccountDescription,
  description: Pick<Description, 'mode'>,
  words: Words,
): readonly Finding[] {
  return account.retired && account.notifyUrl === undefined ? [] : [callbackFinding(account, description, words)]
}

function callbackFinding(
  { name, notifyUrl, endpoints }: AccountDescription,
  { mode }: Pick<Description, 'mode'>,
  words: Words,
): Finding {
  const fault = faultOf(notifyUrl, name, endpoints !== undefined)
  const shown = notifyUrl === undefined ? '' : words.callback.at(notifyUrl)
  const head = { check: 'callback', account: name } as const
  if (fault === undefined) {
    return { ...head, level: 'ok', found: shown + (endpoints ? words.callback.sandbox : words.callback.good) }
  }
  return {
    ...head,
    level: levelOf(fault, mode),
    found: shown + words.callback[fault],
    todo: words.callbackTodo[fault].replaceAll('<account>', name).replaceAll('<账户>', name),
  }
}

function faultOf(notifyUrl: string | undefined, account: string, isSandbox: boolean): CallbackFault | undefined {
  if (notifyUrl === undefined) return 'none'
  const url = URL.parse(notifyUrl)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return 'malformed'
  if (/[?#]/.test(notifyUrl)) return 'query'
  if (!isSandbox && PRIVATE_HOST.test(url.hostname)) return 'private'
  if (!isSandbox && url.protocol !== 'https:') return 'plain'
  return url.pathname.endsWith(`/notify/${account}`) ? undefined : 'path'
}

/** Production has no second try: a wallet that cannot call is money that nobody hears of. */
function levelOf(fault: CallbackFault, mode: Description['mode']): Level {
  if (fault === 'malformed' || fault === 'query') return 'error'
  return mode === 'production' && (fault === 'plain' || fault === 'private') ? 'error' : 'warning'
}

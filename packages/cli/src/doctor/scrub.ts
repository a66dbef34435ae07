import { homedir } from 'node:os'

const HIDDEN = '…'

/** A value that was hidden, and what stands in its place. */
export interface Hidden {
  readonly text: string
  readonly shown: string
}

/** A merchant's number: its end is enough to tell it from others. */
export function hiddenNumber(text: string): Hidden {
  return { text, shown: HIDDEN + text.slice(-2) }
}

const HOST = '<host>'

/** The host of an address, as it is written and as it is read; of this machine's own it may be told. */
export function hiddenHosts(address: string): readonly Hidden[] {
  const { host = '', hostname = '' } = URL.parse(address) ?? {}
  if (host === '' || /^(?:localhost$|127\.|\[::1\])/.test(hostname)) return []
  const written = /^https?:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(address)?.[1] ?? host
  return [...new Set([host, written])].map((text) => ({ text, shown: HOST }))
}

type Path = readonly string[]

const NAMES: readonly string[] = ['plugin', 'extends', 'merchant', 'retired', 'acceptContract']
const ADDRESSES: readonly string[] = ['endpoints', 'proxy', 'notifyUrl']
/** Merchant numbers and application ids: their end is enough to tell them apart. */
const NUMBERS = /(?:mch|merchant|app|partner|operator)_?(?:id|no)$/i

/** The structure of a configuration, with every scalar hidden that could be a secret; and what was hidden. */
export function maskConfig(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
): { readonly value: unknown; readonly hidden: readonly Hidden[] } {
  const hidden: Hidden[] = []
  const hide = (text: string, shown = HIDDEN): string => {
    hidden.push({ text, shown })
    return shown
  }
  const mask = (one: unknown, path: Path): unknown => {
    if (Array.isArray(one)) return one.map((item) => mask(item, path))
    if (typeof one === 'object' && one !== null) return maskEntries(one, path)
    if (one === null || typeof one === 'boolean') return one
    return maskScalar(String(one), path, env, hide)
  }
  const maskEntries = (one: object, path: Path): object =>
    Object.fromEntries(Object.entries(one).map(([key, item]) => [isPlainKey(key) ? key : hide(key), mask(item, [...path, key])]))
  return { value: mask(value, []), hidden }
}

function maskScalar(
  text: string,
  path: Path,
  env: Readonly<Record<string, string | undefined>>,
  hide: (text: string, shown?: string) => string,
): string {
  const reference = /^(env|file):(.*)$/s.exec(text)
  if (reference) return maskReference(reference[1] ?? '', reference[2] ?? '', env, hide)
  const [top, , field = ''] = path
  const name = path.at(-1) ?? ''
  if (top === 'accounts' && NUMBERS.test(name) && /^[0-9A-Za-z]{6,}$/.test(text)) return hide(text, hiddenNumber(text).shown)
  if (top === 'accounts' && ADDRESSES.includes(field)) return shownAddress(text, hide) ?? hide(text)
  const isName = path.length === 1 || top === 'methods' || (top === 'accounts' && path.length === 3 && NAMES.includes(field))
  return isName && isPlainName(text) ? text : hide(text)
}

/** A variable's name is shown where there is such a variable: what is written behind `env:` by mistake may be the key itself. */
function maskReference(
  kind: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  hide: (text: string, shown?: string) => string,
): string {
  if (kind === 'file') return /^(?!\/|[A-Za-z]:)(?!.*\.\.)[\w./-]{1,100}$/.test(name) ? `file:${name}` : `file:${hide(name)}`
  const value = env[name]
  if (value === undefined) return `env:${hide(name)}`
  hide(value, '[secret]')
  return `env:${name}`
}

function isPlainKey(key: string): boolean {
  return /^https:\/\/[\w.:-]{1,80}$/.test(key) || (/^[\w$-]{1,40}$/.test(key) && !/\d{6}/.test(key) && isPlainName(key))
}

/** What people name things by; long runs of letters and digits are keys. */
function isPlainName(text: string): boolean {
  return /^[\w@./-]{1,100}$/.test(text) && !/^\/|[0-9A-Za-z]{24}|^(?=.*\d)[0-9A-Za-z]{12,}$/.test(text)
}

/** Without user, query and fragment; a host of the merchant's own says who it is, one of this machine says nothing. */
function shownAddress(text: string, hide: (text: string, shown?: string) => string): string | undefined {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  const hosts = hiddenHosts(text)
  for (const one of hosts) hide(one.text, one.shown)
  const host = hosts.length > 0 ? HOST : url.host
  return `${url.protocol}//${host}${url.pathname === '/' ? '' : url.pathname}`
}

/** Takes what was hidden, and every path outside the project, out of any text. */
export function scrubber(hidden: readonly Hidden[], project: string): (text: string) => string {
  const known = hidden.filter(({ text }) => text.trim().length >= 4).toSorted((a, b) => b.text.length - a.text.length)
  return (text) => {
    const without = known.reduce((left, one) => left.replaceAll(one.text, one.shown), text.replaceAll(project, '.'))
    return withoutUsers(without)
      .replaceAll(homedir(), '~')
      .replaceAll(/(?<![\w:/.~@]|<host>)\/(?!notify\/)(?:[\w.@~-]+\/)+[\w.@~-]*/g, '<path>')
  }
}

const ADDRESS = /^(https?:\/\/)([^\s"'/?#]*)([^\s"'?#]*)([?#][^\s"']*)?/i
const PLAIN = /^(?:[\w.-]*|<host>|\[[\da-f:.]+\])(?::\d{0,5})?$/i
/** An address behind which a sentence of ours goes on without a blank: with an error's code, or with words. */
const GOES_ON =
  /^((?:[\w-]+(?:\.[\w-]+)+|localhost|<host>|\[[\da-f:.]+\])(?::\d{1,5})?)[，、：；。）”,;)]+(?:$|[A-Z_]{4,}$|[\u2e80-\u9fff“（])/

/** An address in a sentence may be cut anywhere: what is no host and port before its path is hidden, and its query. */
function withoutUsers(text: string): string {
  const pieces = text.split(/(?=\bhttps?:\/\/)/i)
  return pieces.map((piece) => piece.replace(ADDRESS, (...found: readonly string[]) => withoutUser(found))).join('')
}

function withoutUser([all = '', scheme, authority = '', path, query = '']: readonly string[]): string {
  // A sentence that goes on behind a query is kept.
  const behind = /：[\u2e80-\u9fff].*$/.exec(query)?.[0] ?? ''
  const isPlain = PLAIN.test(authority) || (!all.includes('@') && GOES_ON.test(authority))
  return `${scheme}${isPlain ? authority : HIDDEN}${path}${behind}`
}

/** The same for everything in a value, keys too. */
export function scrubbed(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value)
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, scrub))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [scrub(key), scrubbed(item, scrub)]))
}

import type { Charset } from './charset.ts'
import type { Json } from './json.ts'
import type { Enrolled, Payee } from './merchant.ts'

/** Who asked, for whom, and with which words; a trade remembers it. */
export interface Origin {
  readonly app: Enrolled
  /** The application's own merchant, or the one whose token came along. */
  readonly payee: Payee
  readonly method: string
  readonly charset: Charset
  /** 公共参数. */
  readonly parameters: ReadonlyMap<string, string>
  /** The members of `biz_content`. */
  readonly fields: ReadonlyMap<string, Json>
}

/** A common parameter; empty is as good as absent. */
export function parameter({ parameters }: Origin, name: string): string | undefined {
  return parameters.get(name) || undefined
}

/** A member of `biz_content` that is text. */
export function text({ fields }: Origin, name: string): string | undefined {
  const value = fields.get(name)
  return typeof value === 'string' ? value : undefined
}

/** A member that is an amount, in fen: a text, or a number as some clients write it. Undefined for any other form. */
export function fen({ fields }: Pick<Origin, 'fields'>, name: string): bigint | undefined {
  const value = fields.get(name)
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(value))
  return parts ? BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`) : undefined
}

/** What a call wants to be told beyond the usual. */
export function wants({ fields }: Origin, option: string): boolean {
  const options = fields.get('query_options')
  return Array.isArray(options) && options.includes(option)
}

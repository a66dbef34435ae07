import type { Failure } from '../errors.ts'
import type { Money } from '../money.ts'
import type { Fact } from './fact.ts'
import type { HttpRequest } from './http.ts'
import type { Instant } from './scene.ts'

/** One line of a statement: the same fact as everywhere else, and what the wallet kept for itself. */
export interface StatementRow {
  /** Absent where the line is a movement of the account and no payment or refund. */
  readonly fact?: Fact
  readonly at?: Instant
  readonly fee?: Money
  /** The columns, by title. */
  readonly columns: Readonly<Record<string, string>>
}

/** The file's own totals; the reader compares them with what it read. */
export interface StatementSummary {
  readonly rows: number
  /** Set where the totals differ from the lines. */
  readonly mismatch?: string
}

/** Reads a statement line by line, without the line ends. */
export interface RowReader {
  readonly line: (text: string) => StatementRow | undefined
  readonly end: () => StatementSummary
}

/** Where the file is and how to read it; `createTP` streams it. */
export interface Download {
  readonly kind: 'download'
  readonly request: HttpRequest
  /** Looks at the first bytes, unpacked, and tells when they are a message instead of a file: an error, or that there was nothing that day. */
  readonly refuse?: (head: Uint8Array) => Failure | EmptyDay | undefined
  readonly packed: 'none' | 'gzip' | 'zip'
  /** Beside `packed: 'zip'`: which file of the archive it is. */
  readonly member?: ArchiveMember
  /** A WHATWG encoding label: `utf-8`, `gbk`. */
  readonly charset: string
  /** Lower-case hex digest over the unpacked bytes. */
  readonly digest?: { readonly algorithm: 'sha1' | 'sha256' | 'md5'; readonly hex: string }
  readonly reader: RowReader
  /** Largest unpacked size in bytes; 4 GiB where not given. */
  readonly maxBytes?: number
}

/** Which file of a ZIP archive to read. */
export interface ArchiveMember {
  /** In what names are written that are not marked as UTF-8: a WHATWG encoding label such as `gbk`. */
  readonly charset: string
  /** Exactly one file of an archive is wanted; with two of them none is read. A name is looked at and never used as a path. */
  readonly wanted: (name: string) => boolean
}

/** Nothing happened that day. */
export interface EmptyDay {
  readonly kind: 'empty'
}

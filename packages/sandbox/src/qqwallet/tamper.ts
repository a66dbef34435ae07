import type { Reply } from './sign.ts'

/** How one message is spoilt between the books, which stay right, and the wire. */
export interface Tamper {
  /** Other fields than the books say, before they are signed. */
  readonly fields?: (fields: Reply) => Reply
  /** `none`: no signature · `broken`: one that fits nothing · `other-key`: a right one, under a key that is not the merchant's. */
  readonly signing?: 'none' | 'broken' | 'other-key'
}

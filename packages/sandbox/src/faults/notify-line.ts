import type { Delivery, Instant } from '@tpkit/core'
import type { Loaded, Striker } from './box.ts'

/** What a merchant answered to a notify. */
export type Heard = { readonly status: number; readonly body: string } | undefined

/** What a notify is, less where it goes. */
export type Message = Pick<Delivery, 'headers' | 'body'>

/** What a wallet's own dialect brings to the faults of notifies. */
interface NotifyDialect<Draft> {
  readonly open: (message: Message) => Draft | undefined
  readonly seal: (draft: Draft, now: Instant) => Message
  readonly message: Readonly<Record<string, (draft: Draft, value: number) => Draft | undefined>>
  readonly isAcknowledged: (heard: Heard) => boolean
}

export interface NotifyLine<Draft> {
  readonly box: Striker
  readonly dialect: NotifyDialect<Draft>
  readonly due: (now: Instant) => readonly Delivery[]
  /** An id that the wallet does not know, as that of a copy, means nothing to it. */
  readonly delivered: (id: string, heard: Heard, now: Instant) => void
  /** Whose order it is, and the rules for this one message. */
  readonly about: (draft: Draft, id: string) => { readonly outTradeNo: string | undefined; readonly also: readonly Loaded[] }
}

import type { OrderRef } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { commandLine, configArgs } from '../desk/line.ts'

/** One order of the ledger, as the commands hand it on from one to the next. */
export interface KeptOrder extends OrderRef {
  /** Of the configuration, as it was given. */
  readonly config: string
}

/** What says whose order it is; nothing for the usual merchant. */
export function merchantArgs(merchant: string | undefined): readonly string[] {
  return merchant === undefined || merchant === 'main' ? [] : ['--merchant', merchant]
}

/** The command line that goes on with this order. */
export function keptLine(desk: Desk, verb: string, { orderNo, merchant, config }: KeptOrder, ...more: readonly string[]): string {
  const looksLikeOption = orderNo.startsWith('-')
  return commandLine(
    desk.terminal,
    ...[verb, ...(looksLikeOption ? [] : [orderNo]), ...more, ...merchantArgs(merchant), ...configArgs(config)],
    ...(looksLikeOption ? ['--', orderNo] : []),
  )
}

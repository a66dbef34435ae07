import type { PayCommand } from '@tpkit/core'
import { moneyFromJson, moneyToJson } from '@tpkit/core'

/** What is needed to send the same payment again. The payer's code at the counter is none of it: it is never sent twice. */
export function commandText(command: PayCommand): string {
  const { authCode: _, ...kept } = { authCode: undefined, ...command }
  return JSON.stringify({ ...kept, total: moneyToJson(command.total) })
}

export function commandOf(text: string): PayCommand {
  const kept = JSON.parse(text) as PayCommand & { readonly total: ReturnType<typeof moneyToJson> } // our own text
  return { ...kept, total: moneyFromJson(kept.total) }
}

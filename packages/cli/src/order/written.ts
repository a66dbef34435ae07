import { isTPError, type Outcome } from 'tpkit'
import { messageOf } from '../desk/message.ts'
import { remarked } from '../desk/remark.ts'

/** The numbers of a write, as programs read them. */
interface Numbers {
  readonly outTradeNo: string
  readonly outRefundNo?: string
}

/**
 * A write throws a `TPError` for what was found before anything was sent, which `lead` says of its number; afterwards it answers.
 * Whatever else a plugin does, throw anything or answer what nobody knows, leaves open what became of it.
 */
export async function written<Done>(
  numbers: Numbers,
  write: () => Promise<Outcome<Done>>,
  lead?: string,
): Promise<Outcome<Done>> {
  try {
    const outcome = await write()
    return isKnown(outcome) ? outcome : unknown('expected an outcome that is done, refused or unknown, found another one')
  } catch (error) {
    if (!isTPError(error)) return unknown(messageOf(error))
    throw remarked(error, { unsent: true, answer: { ...numbers, sent: false }, ...(lead !== undefined && { lead }) })
  }
}

function isKnown(outcome: Outcome<unknown> | undefined): boolean {
  return outcome !== undefined && ['done', 'refused', 'unknown'].includes(outcome.kind)
}

function unknown(message: string): Outcome<never> {
  return { kind: 'unknown', failure: { code: 'INTERNAL', message, retry: 'same-number' } }
}

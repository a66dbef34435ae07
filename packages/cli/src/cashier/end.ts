import type { RunningCashier } from 'tpkit/cashier'
import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import type { EndFlags } from '../order/options.ts'
import { keptLine } from './kept-order.ts'
import { refuseKnown } from './open.ts'
import { refuseOrderFlags } from './query.ts'
import { leftAlone } from './refund.ts'
import { tellFailed, tellOrder } from './tell.ts'
import { KEPT } from './words.ts'

/** Ends a kept order: unpaid (close), or at the counter with its money (reverse). */
export async function runKeptEnd(
  desk: Desk,
  cashier: RunningCashier,
  verb: 'close' | 'reverse',
  orderNo: string,
  flags: EndFlags,
): Promise<ExitCode> {
  refuseOrderFlags(flags)
  refuseKnown({ '--after-unknown': flags.afterUnknown })
  const { merchant = 'main', config } = flags
  const { really, step } = KEPT[desk.lang]
  const said = verb === 'reverse' ? await confirmed(desk, flags.yes, really.reverse(orderNo)) : 'yes'
  if (said !== 'yes') return leftAlone(desk, said)
  const answer = await interruptible(desk.terminal, (signal) => cashier[verb]({ merchant, orderNo }, { signal }))
  if (answer.kind === 'done') {
    tellOrder(desk, answer.value, config)
    return EXIT.done
  }
  const kept = { orderNo, merchant, config }
  return tellFailed(desk, answer, [{ what: step.ask, line: keptLine(desk, 'query', kept) }], { orderNo })
}

import { replayCase } from '@tpkit/sandbox'
import { isTPError } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { readGiven } from '../desk/files.ts'
import { remarked, remarkOf } from '../desk/remark.ts'
import { localTime } from '../desk/time.ts'
import { type SandboxControl, sandboxControl } from './control.ts'
import { sandboxMeant } from './meant.ts'
import { type Steering, USUAL_SANDBOX } from './options.ts'
import { STEER_WORDS as WORDS } from './steer-words.ts'
import type { TRIGGERS } from './triggers.ts'

/** The payer acts, or a refund ends as told, on an order of a running sandbox. */
export async function runTrigger(
  desk: Desk,
  steering: Steering,
  action: (typeof TRIGGERS)[number],
  outTradeNo: string,
  outRefundNo?: string,
): Promise<void> {
  const which = { outTradeNo, ...(outRefundNo && { outRefundNo }) }
  const { sandbox } = await steered(desk, steering, (control, whose) => control.post('/trigger', { ...which, action, ...whose }))
  const words = WORDS[desk.lang]
  desk.say(words.triggered(words.action[action], outTradeNo))
  tellWhere(desk, sandbox)
  desk.answer({ outTradeNo, action, ...(outRefundNo && { outRefundNo }), sandbox })
  desk.next(words.thenTrigger(`${sandbox}/inspector`))
}

/** The notify of a paid order goes out again. */
export async function runReplay(
  desk: Desk,
  steering: Steering,
  outTradeNo: string,
  times: number,
  fault?: string,
): Promise<void> {
  const what = { outTradeNo, times, ...(fault && { fault }) }
  const { sandbox } = await steered(desk, steering, (control, whose) => control.post('/replay', { ...what, ...whose }))
  const words = WORDS[desk.lang]
  desk.say(words.replayed(outTradeNo, times))
  tellWhere(desk, sandbox)
  desk.answer({ outTradeNo, times, ...(fault && { fault }), sandbox })
  desk.next(words.thenReplay(`${sandbox}/inspector`))
}

/** Plays a `.tpcase` file in a new wallet; answers the exit code: 1 when anything differs. */
export async function runCase(desk: Desk, path: string): Promise<ExitCode> {
  const words = WORDS[desk.lang]
  const differences = replayCase((await readGiven(desk, 'replay', path)).toString()).map(String)
  const same = differences.length === 0
  desk.say(same ? words.same(path) : [words.differs(path, differences.length), ...differences].join('\n'))
  desk.answer({ case: path, differences })
  desk.next(same ? words.thenSame : words.thenDiffers)
  return same ? EXIT.done : EXIT.failed
}

/** Shows the sandbox's clock, or moves it forward first. */
export async function runClock(desk: Desk, steering: Steering, advance?: string): Promise<void> {
  const { sandbox, answer } = await steered(desk, steering, (control, { mchId }) => {
    const path = mchId === undefined ? '/clock' : `/clock?mchId=${encodeURIComponent(mchId)}`
    return advance === undefined ? control.get(path) : control.post(path, { advance: lengthOf(advance) })
  })
  const now = typeof answer === 'object' && answer !== null && 'now' in answer ? String(answer.now) : JSON.stringify(answer)
  desk.say(WORDS[desk.lang].clock(Number.isNaN(Date.parse(now)) ? now : localTime(Date.parse(now))))
  tellWhere(desk, sandbox)
  desk.answer({ now, sandbox })
  desk.next(WORDS[desk.lang].thenClock)
}

interface Steered {
  readonly sandbox: string
  readonly answer: unknown
}

type Whose = Pick<Steering, 'mchId'>

/** Asks the sandbox that is meant; what it refuses comes with what to do. */
async function steered(
  desk: Desk,
  steering: Steering,
  work: (control: SandboxControl, whose: Whose) => Promise<unknown>,
): Promise<Steered> {
  const words = WORDS[desk.lang]
  const { sandbox, mchId } = await sandboxMeant(desk, steering).catch((error: unknown) => {
    throw remarkOf(error).next === undefined ? remarked(error, { next: words.orNamed }) : error
  })
  try {
    return { sandbox, answer: await work(sandboxControl(sandbox), mchId === undefined ? {} : { mchId }) }
  } catch (error) {
    if (!isTPError(error)) throw error
    const leads: Readonly<Record<string, string>> = words.lead
    const lead = leads[error.code]
    if (lead === undefined) throw error
    const isLost = error.code === 'NOT_FOUND' && (steering.sandbox ?? steering.account) === undefined
    throw remarked(error, {
      lead,
      next: error.code === 'UNAVAILABLE' ? words.nowhere : words.lookAt(sandbox) + (isLost ? words.orAccount : ''),
    })
  }
}

/** Several sandboxes may run: which one it was is said where nobody would guess it. */
function tellWhere(desk: Desk, sandbox: string): void {
  if (sandbox !== USUAL_SANDBOX) desk.say(WORDS[desk.lang].at(sandbox))
}

/** A plain number means milliseconds; the sandbox reads everything else. */
function lengthOf(advance: string): string | number {
  const length = advance.replace(/^\+/, '')
  return /^[0-9]{1,15}$/.test(length) ? Number(length) : length
}

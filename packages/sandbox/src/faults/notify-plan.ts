import type { Delivery, Instant } from '@tpkit/core'
import { half } from './answers.ts'
import type { Passing, Strike } from './box.ts'
import type { Stage } from './fault.ts'
import type { NotifyLine } from './notify-line.ts'

/** How one try leaves. */
export interface Plan {
  readonly delivery: Delivery
  readonly copies: number
  readonly at: Instant
  /** As soon as another one has left. */
  readonly behind: boolean
  readonly lost: boolean
  /** How long after an acknowledgement it comes again. */
  readonly againMs: number | undefined
  /** Names of those that struck it. */
  readonly faults: readonly string[]
}

type StrikeAt = (stage: Stage, apply: (strike: Strike) => boolean) => void

/** Lets the faults strike one try. */
export function planned<Draft>(line: NotifyLine<Draft>, delivery: Delivery, now: Instant): Plan {
  const faults: string[] = []
  const draft = line.dialect.open(delivery)
  const about = draft ? line.about(draft, delivery.id) : { outTradeNo: undefined, also: [] }
  const passing: Passing = { at: 'notify', call: 'notify', outTradeNo: () => about.outTradeNo, now, also: about.also }
  const strike: StrikeAt = (stage, apply) =>
    line.box.strike(stage, passing, (each) => apply(each) && faults.push(each.fault.name) > 0)
  const spoilt = torn(draft ? changed(line, draft, delivery, strike, now) : delivery, strike)
  return {
    ...scheduled({ delivery: spoilt, copies: 1, at: now, behind: false, lost: false, againMs: undefined }, strike),
    faults,
  }
}

function changed<Draft>(
  { dialect }: NotifyLine<Draft>,
  opened: Draft,
  delivery: Delivery,
  strike: StrikeAt,
  now: Instant,
): Delivery {
  let draft = opened
  strike('message', ({ fault: { name }, value }) => {
    const next = dialect.message[name]?.(draft, value)
    draft = next ?? draft
    return next !== undefined
  })
  return draft === opened ? delivery : { ...delivery, ...dialect.seal(draft, now) }
}

const TORN: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  'notify-half-body': half,
  'notify-empty-body': () => new Uint8Array(),
}

function torn(whole: Delivery, strike: StrikeAt): Delivery {
  let delivery = whole
  strike('after', ({ fault: { name } }) => {
    const body = TORN[name]?.(delivery.body)
    if (body) delivery = { ...delivery, body }
    return body !== undefined
  })
  return delivery
}

type Schedule = Omit<Plan, 'faults'>

const SCHEDULED: Readonly<Record<string, (plan: Schedule, value: number) => Schedule>> = {
  'notify-lost': (plan) => ({ ...plan, lost: true }),
  'notify-duplicate': (plan, value) => ({ ...plan, copies: plan.copies * value }),
  'notify-late': (plan, value) => ({ ...plan, at: plan.at + value }),
  'notify-reordered': (plan, value) => ({ ...plan, at: plan.at + value, behind: true }),
  'notify-repeats-after-ack': (plan, value) => ({ ...plan, againMs: value }),
}

function scheduled(usual: Schedule, strike: StrikeAt): Schedule {
  let plan = usual
  strike('transport', ({ fault: { name }, value }) => {
    const changed = SCHEDULED[name]?.(plan, value)
    plan = changed ?? plan
    return changed !== undefined
  })
  return plan
}

import type { Delivery, Instant } from '@tpkit/core'
import { half } from './answers.ts'
import type { Loaded, Passing, Strike, Striker } from './box.ts'
import type { Stage } from './fault.ts'

/** What a merchant answered to a notify. */
export type Heard = { readonly status: number; readonly body: string } | undefined

/** What a wallet's own dialect brings to the faults of notifies. */
export interface NotifyDialect<Draft> {
  readonly open: (body: Uint8Array) => Draft | undefined
  readonly seal: (draft: Draft) => Uint8Array
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

/** A try of a notify as it is handed out, and the names of the faults that struck it. */
export interface Handed {
  readonly delivery: Delivery
  readonly faults: readonly string[]
}

export interface Notifies {
  readonly due: (now: Instant) => readonly Handed[]
  readonly delivered: (id: string, heard: Heard, now: Instant) => void
}

interface Held extends Handed {
  readonly at: Instant
  /** It goes out as soon as another one has. */
  readonly behind: boolean
}

/** How one try leaves. */
interface Plan {
  readonly delivery: Delivery
  readonly copies: number
  readonly at: Instant
  readonly behind: boolean
  readonly lost: boolean
  /** How long after an acknowledgement it comes again. */
  readonly againMs: number | undefined
}

/** Notifies on their way from the wallet through the faults to the merchant. The wallet's schedule stays as it is. */
export function faultyNotifies<Draft>(line: NotifyLine<Draft>): Notifies {
  let held: readonly Held[] = []
  let serial = 0
  const again = new Map<string, { readonly handed: Handed; readonly afterMs: number }>()

  /** A try that the wallet itself knows nothing of. */
  const another = (delivery: Delivery): Delivery => {
    serial += 1
    return { ...delivery, id: `${delivery.id}+${serial}` }
  }

  const send = (fresh: Delivery, now: Instant): readonly Handed[] => {
    const { plan, faults } = planned(line, fresh, now)
    const { delivery, copies, at, behind, againMs } = plan
    if (plan.lost) {
      line.delivered(delivery.id, undefined, now)
      return []
    }
    if (againMs !== undefined) again.set(delivery.id, { handed: { delivery, faults }, afterMs: againMs })
    const all = Array.from({ length: copies }, (_, index) => (index === 0 ? delivery : another(delivery)))
    const handed = all.map((each) => ({ delivery: each, faults }))
    if (at <= now && !behind) return handed
    held = [...held, ...handed.map((each) => ({ ...each, at, behind }))]
    return []
  }

  const release = (now: Instant, othersLeft: boolean): readonly Handed[] => {
    const isDue = ({ at, behind }: Held): boolean => at <= now || (behind && othersLeft)
    const ready = held.filter(isDue)
    held = held.filter((each) => !isDue(each))
    return ready.toReversed().map(({ delivery, faults }) => ({ delivery, faults }))
  }

  return {
    due: (now) => {
      const waiting = held.length > 0
      const handed = line.due(now).flatMap((fresh) => send(fresh, now))
      return waiting || held.length > 0 ? [...handed, ...release(now, handed.length > 0)] : handed
    },
    delivered: (id, heard, now) => {
      line.delivered(id, heard, now)
      const repeat = again.get(id)
      again.delete(id)
      if (!repeat || !line.dialect.isAcknowledged(heard)) return
      const { delivery, faults } = repeat.handed
      const next = another({ ...delivery, attempt: delivery.attempt + 1 })
      held = [...held, { delivery: next, faults, at: now + repeat.afterMs, behind: false }]
    },
  }
}

function planned<Draft>(
  line: NotifyLine<Draft>,
  delivery: Delivery,
  now: Instant,
): { readonly plan: Plan; readonly faults: readonly string[] } {
  const faults: string[] = []
  const draft = line.dialect.open(delivery.body)
  const about = draft ? line.about(draft, delivery.id) : { outTradeNo: undefined, also: [] }
  const passing: Passing = { at: 'notify', call: 'notify', outTradeNo: () => about.outTradeNo, now, also: about.also }
  const strike: StrikeAt = (stage, apply) =>
    line.box.strike(stage, passing, (each) => apply(each) && faults.push(each.fault.name) > 0)
  let body = draft ? changedBody(line, draft, delivery.body, strike) : delivery.body
  strike('after', ({ fault: { name } }) => {
    body = name === 'notify-empty-body' ? new Uint8Array() : half(body)
    return true
  })
  const spoilt = body === delivery.body ? delivery : { ...delivery, body }
  let plan: Plan = { delivery: spoilt, copies: 1, at: now, behind: false, lost: false, againMs: undefined }
  strike('transport', ({ fault: { name }, value }) => {
    const changed = SCHEDULED[name]?.(plan, value)
    plan = changed ?? plan
    return changed !== undefined
  })
  return { plan, faults }
}

type StrikeAt = (stage: Stage, apply: (strike: Strike) => boolean) => void

function changedBody<Draft>({ dialect }: NotifyLine<Draft>, opened: Draft, body: Uint8Array, strike: StrikeAt): Uint8Array {
  let draft = opened
  strike('message', ({ fault: { name }, value }) => {
    const changed = dialect.message[name]?.(draft, value)
    draft = changed ?? draft
    return changed !== undefined
  })
  return draft === opened ? body : dialect.seal(draft)
}

const SCHEDULED: Readonly<Record<string, (plan: Plan, value: number) => Plan>> = {
  'notify-lost': (plan) => ({ ...plan, lost: true }),
  'notify-duplicate': (plan, value) => ({ ...plan, copies: plan.copies * value }),
  'notify-late': (plan, value) => ({ ...plan, at: plan.at + value }),
  'notify-reordered': (plan, value) => ({ ...plan, at: plan.at + value, behind: true }),
  'notify-repeats-after-ack': (plan, value) => ({ ...plan, againMs: value }),
}

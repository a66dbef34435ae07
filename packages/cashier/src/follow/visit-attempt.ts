import type { CashierWorld } from '../world.ts'
import { type Amendment, amend, keepPaid, later, neverWas } from './amend.ts'
import { CALLS, type Visit } from './attempt-steps.ts'
import { type EndStep, isCall, type Learned, nextStep } from './next-step.ts'

/** Looks, closes if need be, looks again: no visit takes more steps. */
const MOST_STEPS = 6

/** Brings one attempt as far as its wallet lets it come now. Answers whether it moved. */
export async function visitAttempt(world: CashierWorld, orderId: string, attemptId: string): Promise<boolean> {
  const first = await read(world, orderId, attemptId)
  let learned: Learned = {}
  for (let visit = first, steps = 0; visit && steps < MOST_STEPS; steps += 1) {
    const step = nextStep(visit.attempt, learned, visit)
    if (step.do === 'none') break
    if (!isCall(step)) {
      await amend(world, visit.attempt, endingOf(step, world))
      break
    }
    learned = await CALLS[step.do](world, visit, learned)
    visit = await read(world, orderId, attemptId)
  }
  const last = await read(world, orderId, attemptId)
  return last?.attempt.status !== first?.attempt.status
}

async function read(world: CashierWorld, orderId: string, attemptId: string): Promise<Visit | undefined> {
  const held = await world.books.read.order({ id: orderId })
  const attempt = held?.attempts.find(({ id }) => id === attemptId)
  if (!attempt) return undefined
  const account = world.wallets.account(attempt.account)
  // What the payer showed at the counter is good once, and is not kept.
  const canPayAgain = attempt.scene !== 'micropay'
  return { account, attempt, manifest: account.manifest, now: world.clock.nowMs(), canPayAgain }
}

/** What is written down when a visit ends. */
function endingOf(step: EndStep, world: CashierWorld): Amendment {
  if (step.do === 'wait') return (draft, attempt) => draft.setAttempt(later(attempt, step.until, world))
  return step.do === 'end' ? neverWas : keepPaid
}

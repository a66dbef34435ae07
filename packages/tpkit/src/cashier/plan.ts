import { createHash } from 'node:crypto'
import {
  allowAll,
  amountAndVelocity,
  type CashierSettings,
  EVENT_TYPES,
  type Retention,
  type Risk,
  USUAL_SETTINGS,
} from '@tpkit/cashier'
import type { CashierPlan, Description, RiskPlan } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'

const MINUTE_MS = 60_000

/** What a configuration says, over the usual settings. Follows reloads, but for what a cashier is built with. */
export function settingsFrom(plan: () => CashierPlan, mode: Description['mode']): CashierSettings {
  const { concurrency = USUAL_SETTINGS.concurrency } = plan()
  return {
    ...USUAL_SETTINGS,
    digestKey: digestKeyOf(plan(), mode),
    concurrency,
    get orderLifeMs() {
      const { orderMinutes } = plan()
      return orderMinutes === undefined ? USUAL_SETTINGS.orderLifeMs : orderMinutes * MINUTE_MS
    },
    get evidenceDays() {
      const { raw, payer, command } = USUAL_SETTINGS.evidenceDays
      const { rawDays = raw, payerDays = payer, commandDays = command } = plan().keep
      return { raw: rawDays, payer: payerDays, command: commandDays }
    },
  }
}

/** The configuration warns of a key that is lacking in development, and refuses it in production where it names the ledger itself. */
export function digestKeyOf({ digestKey }: CashierPlan, mode: Description['mode']): Uint8Array {
  if (digestKey) return Buffer.from(digestKey.reveal())
  if (mode === 'development') return createHash('sha256').update('tpkit: the digest key of development').digest()
  throw tpError(
    'CONFIG',
    'cashier.digestKey: expected a key for digests of payer ids in production, found none; draw one of 32 random bytes, and write cashier: { digestKey: env:NAME }',
  )
}

/** As the law of most places has it for bookkeeping: five years; events can be fetched for half a year. */
export function keepOf({ keep: { orderDays = 1827, eventDays = 180 } }: CashierPlan): Retention {
  return { orderDays, eventDays }
}

/** Throws `CONFIG` for a type of event that is never sent: its endpoint would wait for ever. */
export function checkEvents({ webhooks }: CashierPlan): void {
  const known: readonly string[] = EVENT_TYPES
  for (const { name, events = [] } of webhooks) {
    const strange = events.find((type) => !known.includes(type))
    if (strange === undefined) continue
    throw tpError(
      'CONFIG',
      `webhooks ${name}: expected types of events (${known.join(', ')}), found "${strange}"; name one of them`,
    )
  }
}

/** The rules that stand in the configuration now. */
export function riskFrom(plan: () => CashierPlan): Risk {
  let [rules, risk]: [RiskPlan | undefined, Risk] = [undefined, allowAll]
  const now = (): Risk => {
    const standing = plan().risk
    if (standing !== rules) [rules, risk] = [standing, standing ? amountAndVelocity(rulesOf(standing)) : allowAll]
    return risk
  }
  return {
    get spans() {
      return now().spans
    },
    judge: (question) => now().judge(question),
  }
}

function rulesOf({ perHour, perDay, ...rest }: RiskPlan): Parameters<typeof amountAndVelocity>[0] {
  return { ...rest, payments: { ...(perHour && { perHour }), ...(perDay && { perDay }) } }
}

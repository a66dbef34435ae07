import type { NumberRule, PayCommand } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { ended } from '../world/believed.ts'
import { forbiddenLetter } from '../world/numbers.ts'
import type { Shop } from '../world/shop.ts'
import type { World } from '../world/world.ts'

const DAY_MS = 86_400_000

type Mistake = readonly [what: string, call: () => Promise<unknown>]

/** What a caller in plain JavaScript can hand over; the types would refuse some of it. */
type Changes = Readonly<Partial<Record<keyof PayCommand | 'expiresAt' | 'attach', unknown>>>

export const limitsBeforeSending: Law = {
  name: 'limits-before-sending',
  rule: 'a command that breaks a limit of the manifest throws INVALID, LIMIT or UNSUPPORTED and sends nothing',
  incident: 'a subject that was too long was cut on its way, and the payer read another price than the shop had meant',
  repair: "state the wallet's limits in the manifest; what core cannot know, check before the first `yield`",
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    const mistakes = [...payMistakes(world), ...refundMistakes(world, sale), ...queryMistakes(ours)]
    const before = ours.line.sent.length
    for (const [what, call] of mistakes) {
      const end = await ended(call)
      const silent = ours.line.sent.length === before
      demand(silent, `nothing to be sent for ${what}`, 'a request', 'the wallet decides what the limit is')
      demand(end.kind === 'threw', `an error for ${what}`, end, 'the mistake looks like an answer of the wallet')
      const code = isTPError(end.error) ? end.error.code : 'no TPError'
      const expected = `INVALID, LIMIT or UNSUPPORTED for ${what}`
      demand(['INVALID', 'LIMIT', 'UNSUPPORTED'].includes(code), expected, code, 'the caller cannot tell its own mistake')
    }
  },
}

function payMistakes({ ours, clock }: World): readonly Mistake[] {
  const { limits, scenes } = ours.tp.manifest
  const paying = (what: string, changes: Changes): Mistake => {
    // As plain JavaScript would call it: the mistake is the point.
    const command = { ...ours.command(ours.order()), ...changes } as PayCommand
    return [what, () => ours.tp.pay(command)]
  }
  const foreignCurrency = ['USD', 'JPY', 'CNY'].find((each) => !limits.currencies.includes(each))
  const otherScene = (['jsapi', 'mini', 'app'] as const).find((each) => !scenes.includes(each))
  return [
    paying('an amount of zero', { total: ours.money(0n) }),
    paying('a negative amount', { total: ours.money(-1n) }),
    paying('an amount above the largest', { total: ours.money(limits.maxAmount + 1n) }),
    paying('an amount in floating point', { total: { amount: 19.9, currency: limits.currencies[0] } }),
    ...(foreignCurrency ? [paying('a foreign currency', { total: { amount: 100n, currency: foreignCurrency } })] : []),
    ...(otherScene ? [paying('a scene that the manifest does not have', { scene: otherScene })] : []),
    ...wrongNumbers(limits.outTradeNo).map((outTradeNo) => paying(`the order number "${outTradeNo}"`, { outTradeNo })),
    paying('an empty subject', { subject: '' }),
    paying('too long a subject', { subject: 'x'.repeat(limits.subjectLength + 1) }),
    paying('too long an attach', { attach: 'x'.repeat(limits.attachLength + 1) }),
    paying('an expiry in the past', { expiresAt: clock.nowMs() - 1 }),
  ]
}

function refundMistakes({ ours, clock }: World, sale: Sale): readonly Mistake[] {
  const { limits } = ours.tp.manifest
  const good = ours.refundOf(sale, 1n)
  // A day more than the window: which moment of the day ends it, wallets see differently.
  const paidAt = clock.nowMs() - (limits.refundWindowDays + 2) * DAY_MS
  return [
    ['a refund of nothing', () => ours.tp.refund({ ...good, amount: ours.money(0n) })],
    ['a refund above its order', () => ours.tp.refund({ ...good, amount: ours.money(sale.total.amount + 1n) })],
    ['a refund of a payment before the refund window', () => ours.tp.refund({ ...good, paidAt })],
    ...wrongNumbers(limits.outRefundNo).map(
      (outRefundNo): Mistake => [`the refund number "${outRefundNo}"`, () => ours.tp.refund({ ...good, outRefundNo })],
    ),
  ]
}

function queryMistakes(ours: Shop): readonly Mistake[] {
  const ref = ours.ref(ours.order())
  return wrongNumbers(ours.tp.manifest.limits.outTradeNo).map((outTradeNo) => [
    `a query for the number "${outTradeNo}"`,
    () => ours.tp.query({ ...ref, outTradeNo }),
  ])
}

/** Too short, too long, of other characters, and none. */
function wrongNumbers(rule: NumberRule): readonly string[] {
  const { minLength, maxLength } = rule
  const other = forbiddenLetter(rule)?.repeat(minLength) ?? ''
  return [...new Set(['', '1'.repeat(minLength - 1), '1'.repeat(maxLength + 1), other])]
}

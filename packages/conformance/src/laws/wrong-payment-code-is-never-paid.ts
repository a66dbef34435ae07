import type { PayCommand } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'

export const wrongPaymentCodeIsNeverPaid: Law = {
  name: 'wrong-payment-code-is-never-paid',
  rule: 'a payment code that the wallet never showed, or that was used for another order, is refused or unknown, never done',
  incident: 'a mistyped code was answered by a word that no table knew, the last branch said `wait`, and the queue stood still',
  repair: "give the wallet's words for a bad code rows that say refused with the advice `ask-payer`",
  needs: ['micropay'],
  check: async ({ ours }) => {
    const used = ours.command(ours.smallCounterOrder())
    await ours.tp.pay(used)
    for (const [what, authCode] of wrongCodes(used)) {
      const order = ours.smallCounterOrder()
      const command = { ...ours.command(order), authCode } as PayCommand
      const end = await ended(() => ours.tp.pay(command))
      const done = end.kind === 'returned' && end.value.kind === 'done'
      demand(!done, `pay with ${what} not to be done`, end, 'the goods leave the shop, and nobody is charged')
      demand(
        ours.books.order(order)?.status !== 'paid',
        `nothing paid with ${what}`,
        ours.books.order(order),
        'somebody else is charged',
      )
    }
  },
}

function wrongCodes(used: PayCommand): readonly (readonly [what: string, authCode: string])[] {
  const code = used.scene === 'micropay' ? used.authCode : ''
  const other = code.endsWith('7') ? '8' : '7'
  return [
    ['a code that nobody showed', code.slice(0, -1) + other],
    ['a code that was used before', code],
    ['half a code', code.slice(0, code.length >> 1)],
    ['a code of letters', 'x'.repeat(code.length)],
  ]
}

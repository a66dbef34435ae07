import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const oneNumberOneOrder: Law = {
  name: 'one-number-one-order',
  rule: 'paying again under one number makes one order in the books, and one payment',
  incident: 'a second click made a second order, and the payer scanned both codes',
  repair: "send the caller's `outTradeNo` unchanged each time; it is the key that makes a repeat a repeat",
  check: async ({ ours, wallet, clock }) => {
    const order = await ours.prepare()
    clock.advance(1_000)
    await ours.pay(order)
    demandOne(ours.books.all().length <= 1, ours.books.all())
    wallet.act(order.promptText, 'pay', clock.nowMs())
    await ours.pay(order)
    const booked = ours.books.all()
    demandOne(booked.length === 1 && booked[0]?.status === 'paid', booked)
  },
}

function demandOne(holds: boolean, found: unknown): void {
  demand(holds, 'one order in the books, whatever was repeated', found, 'a payer who scans twice pays twice')
}

import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'

export const unsureRefundIsNotFailed: Law = {
  name: 'unsure-refund-is-not-failed',
  rule: 'a refund of which the wallet itself is not sure is still under way: neither failed nor closed nor refunded',
  incident: 'a wallet answered `not sure`, the shop read `failed`, refunded under a new number, and both went through',
  repair: "map the wallet's word for `not sure` to `processing`, so that the number is asked for or repeated",
  needs: ['queryRefund'],
  check: async ({ ours }) => {
    const command = ours.refundOf(await ours.sell(), 4_000n)
    await ours.refund(command)
    if (!ours.books.settle(command, 'unsure')) return
    const end = await ended(() => ours.queryRefund(command))
    if (end.kind === 'threw') return
    if (end.value.kind === 'absent' && ours.tp.manifest.refundsToldWhenDone) return
    const status = end.value.kind === 'refund' ? end.value.status : end.value.kind
    demand(status === 'processing', '"processing" for a refund that is not sure', status, 'the money goes back twice, or never')
  },
}

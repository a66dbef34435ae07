import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandRefundTruth } from '../world/truth.ts'

export const failedRefundKeepsItsNumber: Law = {
  name: 'failed-refund-keeps-its-number',
  rule: 'a failed refund is repeated under its number where the manifest says so, and is one refund in the books afterwards',
  incident: 'a failed refund was repeated under a new number, the first one recovered by itself, and the money went back twice',
  repair: 'state `failedRefundRepeatsNumber` as the wallet documents it, and send the number of the command',
  needs: ['queryRefund'],
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 4_000n)
    await ours.refund(command)
    if (!ours.books.settle(command, 'failed')) return
    await ours.queryRefund(command)
    const again = await ours.refund(command)
    const refunds = ours.books.order(sale)?.refunds ?? []
    const [refund] = refunds
    const meaning = 'the money goes back twice, or never'
    demand(refunds.length === 1 && refund?.outRefundNo === command.outRefundNo, 'one refund in the books', refunds, meaning)
    if (!ours.tp.manifest.timing.failedRefundRepeatsNumber) return
    demand(again.kind === 'done', 'the repeat to be accepted', again, meaning)
    ours.books.settle(command, 'refunded')
    demandRefundTruth(ours.tp.manifest, await ours.queryRefund(command), ours.books.refund(command), meaning)
  },
}

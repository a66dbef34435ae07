import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandRefundTruth } from '../world/truth.ts'

export const refundEndingsAreTold: Law = {
  name: 'refund-endings-are-told',
  rule: 'queryRefund tells every end of a refund as it is: refunded, failed, or closed because the money could not go back',
  incident: 'a refund to a cancelled card stayed `processing` for ever in the shop, and the payer was told to wait for weeks',
  repair: 'map every state of a refund that the wallet documents, and throw for one that it does not',
  needs: ['queryRefund'],
  check: async ({ ours }) => {
    for (const ending of ['refunded', 'failed', 'changed'] as const) {
      const command = ours.refundOf(await ours.sell(), 4_000n)
      await ours.refund(command)
      if (!ours.books.settle(command, ending)) continue
      const status = ours.books.refund(command)?.status
      demand(status !== undefined && status !== 'processing', `an end after ${ending}`, status, 'without it nothing is shown')
      demandRefundTruth(
        ours.tp.manifest,
        await ours.queryRefund(command),
        ours.books.refund(command),
        'the payer is told what is not so',
      )
    }
  },
}

import { inspect } from 'node:util'
import type { Wallet } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Fault } from '../world/line.ts'
import { walkthrough } from '../world/walkthrough.ts'

const READS = ['query', 'queryRefund', 'notify']

export const effectsTellTheTruth: Law = {
  name: 'effects-tell-the-truth',
  rule: 'a request that changes the books is marked "write"; query, queryRefund and notify send reads only',
  check: async (world) => {
    const changed: string[] = []
    const watching: Fault = ({ request, reach }) => {
      const before = business(world.wallet)
      const answer = reach()
      if (request.effect === 'read' && business(world.wallet) !== before) changed.push(new URL(request.url).pathname)
      return answer
    }
    const steps = await world.ours.line.during(watching, () => walkthrough(world))
    const lost = 'a lost answer to it counts as "nothing happened"'
    demand(changed.length === 0, 'the effect "write" on every request that changed the books', changed.join(', '), lost)
    for (const { verb, sent } of steps.filter((step) => READS.includes(step.verb))) {
      const writes = sent.filter(({ request }) => request.effect === 'write')
      demand(writes.length === 0, `${verb} to send reads only`, writes.length, 'a question that nobody dares to repeat')
    }
  },
}

/** What only a call can change: time alone closes orders and ends refunds. */
function business(wallet: Wallet): string {
  const orders = wallet.books().map(({ mchId, outTradeNo, total, transactionId, status, refunds }) => ({
    order: `${mchId}/${outTradeNo} ${total} ${transactionId} ${status}`,
    refunds: refunds.map(({ outRefundNo, amount }) => `${outRefundNo} ${amount}`),
  }))
  return inspect(orders, { depth: 3, maxArrayLength: null })
}

/** A gateway as `tpkit serve` runs it, but in development: production has no sandbox. The tests beside it start it, and say how time passes. */
import { openGateway, pinoLogs } from 'tpkit/gateway'
import { endGracefully } from '../../packages/cli/src/desk/graceful.ts'

const [config = ''] = process.argv.slice(2)
let aheadMs = 0
process.on('message', (told: { readonly forwardMs: number }) => {
  aheadMs += told.forwardMs
})
process.on('disconnect', () => process.exit(1))
const gateway = await openGateway({
  config,
  clock: { nowMs: () => Date.now() + aheadMs },
  watch: (outcome) => void process.send?.({ reload: outcome.kind }),
  logs: pinoLogs({ destination: process.stderr }),
})
endGracefully(() => gateway.close(), { delayMs: 60_000 })
process.send?.({ listening: await gateway.listen() })

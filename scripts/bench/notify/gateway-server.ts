/** The gateway as `tpkit serve` composes it, logs and metrics included, but for the background: no timer of it is in the figures. */
import { randomBytes } from 'node:crypto'
import { bothLogs, createGateway, createMetrics, pinoLogs, serveGateway } from '@tpkit/gateway'
import { createCashier } from 'tpkit/cashier'
import { openBackoffice } from 'tpkit/gateway'
import { systemRandom } from '../../../packages/core/src/system/node.ts'
import { aroundPorts } from '../../../packages/tpkit/src/gateway/around.ts'
import { gatewaySettings } from '../../../packages/tpkit/src/gateway/settings.ts'
import { shopfrontOf } from '../../../packages/tpkit/src/gateway/shopfront.ts'
import { serving, taskOf } from './child.ts'

const { config, now } = taskOf()
const clock = { nowMs: () => now }
const logs = pinoLogs({ destination: process.stderr })
const metrics = createMetrics({ version: 'bench' })
const log = bothLogs(logs.cashier, metrics.cashier)
const cashier = await createCashier({ config, clock, log, modules: [aroundPorts([logs.core, metrics.core])] })
const settings = gatewaySettings(
  () => cashier.tpkit.gatewayPlan,
  () => 'http://127.0.0.1',
)
const gateway = createGateway({
  ...{ cashier, books: cashier.books, backoffice: await openBackoffice({ config }), shopfront: shopfrontOf(cashier.tpkit) },
  ...{
    clock,
    random: systemRandom,
    log: logs.gateway,
    metrics,
    mode: 'test',
    settings,
    cursorKey: randomBytes(32),
    version: 'bench',
  },
})
const { url } = await serveGateway(gateway, { port: 0 })
serving(url)

import { LOG, TRANSPORT } from '@tpkit/core/container'
import type { Log } from '@tpkit/core/ports'
import { bothLogs, untracedTransport } from '@tpkit/gateway'
import { ContainerModule } from 'inversify'

/**
 * Put around what is bound, whoever bound it: each event of accounts and configuration goes to these logs as well, and calls to
 * wallets carry no trace.
 */
export function aroundPorts(logs: readonly Log[]): ContainerModule {
  return new ContainerModule(({ onActivation }) => {
    onActivation(LOG, (_context, log) => bothLogs(log, ...logs))
    onActivation(TRANSPORT, (_context, transport) => untracedTransport(transport))
  })
}

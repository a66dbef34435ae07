import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { normalAddress } from '../guard/forwarded.ts'
import { bucketOf } from '../guard/proxies.ts'
import type { GatewayLog } from '../log.ts'

export interface ConnectionLimits {
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
}

/** Closes connections that are too many: in all, and from one address that is no configured proxy. */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits,
  isProxy: (address: string) => boolean,
  log: GatewayLog,
): void {
  const open = new Map<string, number>()
  server.maxConnections = limits.maxConnections
  server.on('drop', () => log.write({ event: 'connection.refused', why: 'connections' }))
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    if (isProxy(remoteAddress)) return
    // Where it listens at ::, an IPv4 caller is ::ffff:…: all of them are no one network.
    const bucket = bucketOf(normalAddress(remoteAddress) ?? remoteAddress)
    const count = (open.get(bucket) ?? 0) + 1
    open.set(bucket, count)
    socket.once('close', () => {
      const left = (open.get(bucket) ?? 1) - 1
      if (left > 0) open.set(bucket, left)
      else open.delete(bucket)
    })
    if (count <= limits.maxConnectionsPerAddress) return
    log.write({ event: 'connection.refused', why: 'connections-of-address' })
    socket.destroy()
  })
}

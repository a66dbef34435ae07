/** Preloaded into everything that is tried: a connection to any other machine is an error. */
import { Socket } from 'node:net'

const { connect } = Socket.prototype
Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given
  const host = typeof options === 'object' ? options.host : given[1]
  if (typeof host === 'string' && !/^(?:127\.[\d.]+|::1|localhost)$/.test(host))
    throw new Error(`rehearsal: expected connections to loopback only, found one to ${host}`)
  return connect.apply(this, given)
}

/**
 * Hands a socket to a request only when it is connected and, for TLS, the server has proved its name.
 *
 * Node hands it over at once and lets the request wait inside the socket, so after a failure nobody can say whether a
 * byte went out. With this, a request that never got a socket provably sent nothing; one that got one may have.
 */
import type { Agent } from 'node:http'
import type { Duplex } from 'node:stream'

/** No wallet needs longer for TCP, proxy and TLS together. */
const CONNECT_TIMEOUT_MS = 5_000

type CreateConnection = Agent['createConnection']
type Options = Parameters<CreateConnection>[0]
type Hand = NonNullable<Parameters<CreateConnection>[1]>

export interface Dialled<A extends Agent> {
  readonly agent: A
  /** Destroys all sockets: idle ones, those in use, and those that are still connecting. */
  readonly close: () => void
}

/**
 * Changes an agent so that it hands over ready sockets only.
 *
 * @param by `direct`, or `tunnel` for an agent of hpagent, whose socket comes when the proxy has opened the way
 * @param ready the event that says it, `undefined` where the socket is ready when it comes
 */
export function dialler<A extends Agent>(
  agent: A,
  by: 'direct' | 'tunnel',
  ready: 'connect' | 'secureConnect' | undefined,
): Dialled<A> {
  const create: CreateConnection = agent.createConnection.bind(agent)
  const open = by === 'direct' ? directly(create) : throughProxy(create)
  const pending = new Set<Settle>()
  agent.createConnection = (options, hand) => {
    if (hand) dial({ open, ready, pending }, options, hand)
    return undefined
  }
  return {
    agent,
    close() {
      for (const settle of pending) settle(coded('ECONNABORTED', 'closed while connecting'))
      agent.destroy()
    },
  }
}

type Open = (options: Options, opened: (error: Error | null, socket?: Duplex | null) => void) => void
type Settle = (error: Error | null) => void

interface Line {
  readonly open: Open
  readonly ready: string | undefined
  /** The attempts that have neither a socket nor an error yet. */
  readonly pending: Set<Settle>
}

const directly =
  (create: CreateConnection): Open =>
  (options, opened) =>
    opened(null, create(options))

const throughProxy =
  (create: CreateConnection): Open =>
  (options, opened) => {
    // hpagent waits `timeout` for the proxy's answer; the agent's own value is the life of an idle socket.
    create({ ...options, timeout: CONNECT_TIMEOUT_MS }, opened)
  }

function dial({ open, ready, pending }: Line, options: Options, hand: Hand): void {
  let socket: Duplex | undefined
  const settle: Settle = (error) => {
    if (!pending.delete(settle)) return
    clearTimeout(timer)
    if (error !== null || socket === undefined) return refuse(hand, error ?? coded('ECONNRESET', 'no socket'), socket)
    socket.off('error', settle).off('close', closed)
    hand(null, socket)
  }
  const closed = () => settle(coded('ECONNRESET', 'closed while connecting'))
  const timer = setTimeout(() => settle(coded('CONNECT_TIMEOUT', 'not connected in time')), CONNECT_TIMEOUT_MS)
  pending.add(settle)
  open(options, (error, opened) => {
    if (!pending.has(settle)) return void opened?.destroy()
    socket = opened ?? undefined
    if (error || socket === undefined) return settle(proxyAnswer(error))
    // Both stay after a failure: a late 'error' that nobody hears would end the process.
    socket.once('close', closed).on('error', settle)
    if (ready === undefined) settle(null)
    else socket.once(ready, () => settle(null))
  })
}

function refuse(hand: Hand, error: Error, socket: Duplex | undefined): void {
  socket?.destroy()
  // Beside an error Node does not look at the socket, which may not exist yet; its type forgot to say so.
  hand(error, socket as Duplex)
}

/** hpagent tells the proxy's refusal in its message only. */
function proxyAnswer(error: Error | null): Error | null {
  const status = /^Bad response: (\d{3})$/.exec(error?.message ?? '')?.[1]
  return status === undefined ? error : coded(`PROXY_${status}`, `the proxy answered ${status}`)
}

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code })

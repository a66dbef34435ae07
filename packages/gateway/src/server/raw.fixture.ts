import { connect, type Socket } from 'node:net'

/** A connection on which a test writes what it likes. */
export interface RawConnection {
  readonly socket: Socket
  readonly write: (text: string | Uint8Array) => void
  /** What came so far. */
  readonly came: () => string
  /** All that came, once the other side closed. */
  readonly closed: Promise<string>
}

export async function raw(url: string, text: string | Uint8Array = ''): Promise<RawConnection> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let came = ''
  socket.on('data', (chunk) => {
    came += chunk.toString('latin1')
  })
  // A reset is an end, too.
  socket.on('error', () => undefined)
  const closed = new Promise<string>((resolve) => void socket.on('close', () => resolve(came)))
  await new Promise<void>((resolve) => void socket.once('connect', resolve))
  if (text.length > 0) socket.write(text)
  return { socket, closed, came: () => came, write: (more) => void socket.write(more) }
}

/** Writes one request, and waits for the connection's end. */
export async function speak(url: string, text: string | Uint8Array): Promise<string> {
  return (await raw(url, text)).closed
}

export function statuses(text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}

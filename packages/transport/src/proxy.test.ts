import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import {
  connectTo,
  failureOf,
  hello,
  http,
  https,
  LIMITS,
  listen,
  pem,
  post,
  tcp,
  text,
  textOf,
  unusedPort,
} from './servers.fixture.ts'

/** A forward proxy that opens tunnels and writes down where to. */
async function forwardProxy() {
  const tunnels: string[] = []
  const server = createServer((_request, response) => response.writeHead(400).end())
  server.on('connect', (request, client: Socket) => {
    tunnels.push(request.url ?? '')
    const [host, port] = (request.url ?? '').split(':')
    const wallet: Socket = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      wallet.pipe(client).pipe(wallet)
    })
    const end = (): void => {
      wallet.destroy()
      client.destroy()
    }
    wallet.on('error', end).on('close', end)
    client.on('error', end).on('close', end)
  })
  return { address: `http://127.0.0.1:${(await listen(server)).port}`, tunnels }
}

describe('through a proxy', () => {
  it('given https, the call goes through a tunnel, with the client certificate inside, and the tunnel is kept', async () => {
    const wallet = await https(hello, { requestCert: true, ca: textOf('ca.pem') })
    const { address, tunnels } = await forwardProxy()
    const connection = connectTo(`https://localhost:${wallet.port}`, { proxy: address, identity: pem('client') })
    for (const path of ['/1', '/2']) {
      const answer = await connection.send(post(path, '', { identity: 'merchant' }), LIMITS)
      expect(text(answer.body)).toBe('hello')
    }
    expect(tunnels).toEqual([`localhost:${wallet.port}`])
    expect(wallet.sockets).toHaveLength(1)
  })

  it('given an http sandbox, it goes through a tunnel as well', async () => {
    const wallet = await http(hello)
    const { address, tunnels } = await forwardProxy()
    await connectTo(`http://127.0.0.1:${wallet.port}`, { proxy: address }).send(post('/'), LIMITS)
    expect(tunnels).toEqual([`127.0.0.1:${wallet.port}`])
  })

  it('given a wallet with another name behind the proxy, nothing of the request is sent', async () => {
    const wallet = await https(hello)
    const { address } = await forwardProxy()
    const failure = await failureOf(
      connectTo(`https://127.0.0.2:${wallet.port}`, { proxy: address }).send(post('/'), { ...LIMITS, timeoutMs: 2_000 }),
    )
    expect(failure.mayHaveLeft).toBe(false)
    expect(wallet.requests).toHaveLength(0)
  })

  it.each<[string, string, RegExp, (socket: Socket) => unknown]>([
    ['refuses', 'UNAVAILABLE', /did not open a tunnel.*PROXY_407/, (socket) => socket.end('HTTP/1.1 407 No\r\n\r\n')],
    ['closes', 'UNAVAILABLE', /connection broke/, (socket) => socket.destroy()],
    ['says nothing', 'TIMEOUT', /no connection within/, () => {}],
  ])('given a proxy that %s, nothing of the request is sent: %s', async (_what, code, says, act) => {
    const proxy = await tcp((socket) => void socket.once('data', () => act(socket)))
    const connection = connectTo('https://localhost:9', { proxy: `http://127.0.0.1:${proxy.port}` })
    const failure = await failureOf(connection.send(post('/'), { ...LIMITS, timeoutMs: 300 }))
    expect(failure).toMatchObject({ code, mayHaveLeft: false, message: expect.stringMatching(says) })
  })

  it('given a proxy that is not there, nothing of the request is sent', async () => {
    const proxy = `http://127.0.0.1:${await unusedPort()}`
    const failure = await failureOf(connectTo('https://localhost:9', { proxy }).send(post('/'), LIMITS))
    expect([failure.code, failure.mayHaveLeft]).toEqual(['UNAVAILABLE', false])
  })
})

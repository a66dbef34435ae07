import type { Server } from 'node:http'
import { errnoOf } from './errno.ts'

/** Starts to listen and answers with the port. Rejects with a sentence that says what to change. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Error(`sandbox: cannot listen on ${host}:${port} (${errnoOf(error) ?? error.message}); choose another port`, {
          cause: error,
        }),
      ),
    )
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** Ends a server and everything that is connected to it. */
export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

import { createServer, type IncomingMessage, request as plainRequest, type Server, type ServerResponse } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { listen, shut } from './listen.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'

export interface Reply {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly text: string
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string }
}

/** One HTTP call with every header as it is given, `host` and `origin` too. */
export function call(url: string, { method = 'GET', headers = {}, body, tls }: CallOptions = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const read = async (response: IncomingMessage): Promise<Reply> => {
      const body = await text(response)
      const header = (name: string): string | undefined => response.headersDistinct[name]?.[0]
      return { status: response.statusCode ?? 0, header, text: body }
    }
    const options = { method, headers, agent: false }
    const outgoing = tls ? tlsRequest(url, { ...options, ...tls }) : plainRequest(url, options)
    outgoing.on('response', (response) => read(response).then(resolve, reject)).on('error', reject)
    outgoing.end(body)
  })
}

/** A sandbox that ends with the test. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  onTestFinished(sandbox.close)
  return sandbox
}

/** A merchant's server that ends with the test; answers with its address. */
export async function merchantServer(work: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer(work)
  const port = await listen(server, 0, '127.0.0.1')
  onTestFinished(() => shut(server))
  return `http://127.0.0.1:${port}`
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { loadTpkit } from 'tpkit'

/** A folder inside the repository, so that plugins are found by their names. */
export async function openFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  const path = await mkdtemp(join(import.meta.dirname, '../../.tmp/clients-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Our provider for a merchant; JSON is YAML. */
export async function openProvider(folder: string, name: string, entry: object): ReturnType<typeof loadTpkit> {
  const path = join(folder, 'tpkit.config.yaml')
  const account = { notifyUrl: 'https://merchant.example/notify', ...entry }
  await writeFile(path, JSON.stringify({ accounts: { [name]: account }, methods: { wallet: name } }))
  return loadTpkit(path)
}

export interface Server {
  readonly url: string
  readonly close: () => Promise<void>
}

/** On a free port of loopback. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The sandbox's control API. With a wish it is a POST, unless another method is said. */
export async function controlOf(controlUrl: string, path: string, wish?: object, method = 'POST'): Promise<unknown> {
  const sent = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) }
  const answer = await fetch(`${controlUrl}/${path}`, wish ? sent : {})
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json()
}

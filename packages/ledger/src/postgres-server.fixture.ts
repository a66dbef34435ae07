/** One server for all test files of a project; each book gets a database of its own, for the asking. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { newBooksOn, startPostgres } from './postgres.fixture.ts'

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  const newBooks = newBooksOn(postgres)
  const door = createServer((_, response) => {
    newBooks().then(
      (address) => response.end(address),
      (error) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const address = door.address()
  if (typeof address !== 'object' || address === null) throw new Error('expected a port')
  provide('ledgers', `http://127.0.0.1:${address.port}/`)
  return async () => {
    door.close()
    await postgres.stop()
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers the address of new, empty books. */
    readonly ledgers: string
  }
}

/** node:http, a look at the signature, one transaction, an answer: what somebody would write who needed nothing else. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serving, taskOf } from './child.ts'
import { bookOnPostgres } from './on-postgres.ts'
import { type Book, bookOnSqlite, bookOnSqliteShared } from './on-sqlite.ts'
import { verified } from './verify.ts'

const HEAD = { 'content-type': 'text/xml; charset=utf-8' }
const ACCEPTED = '<xml><return_code>SUCCESS</return_code></xml>'
const LATER = '<xml><return_code>FAIL</return_code></xml>'

const task = taskOf()
const { ledger, merchant, shared = false } = task
const SQLITE = 'sqlite:'
const book = bookOf()

function bookOf(): Book {
  if (!ledger.startsWith(SQLITE)) return bookOnPostgres(ledger, task)
  const path = ledger.slice(SQLITE.length)
  return shared ? bookOnSqliteShared(path, task) : bookOnSqlite(path, task)
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    try {
      await book(verified(Buffer.concat(chunks), merchant))
      response.writeHead(200, HEAD).end(ACCEPTED)
    } catch {
      response.writeHead(500, HEAD).end(LATER)
    }
  })
})
server.listen(0, '127.0.0.1', () => serving(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)) // on a port

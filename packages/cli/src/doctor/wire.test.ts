import { readFile } from 'node:fs/promises'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contact } from './wire.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

describe('an address over TLS', () => {
  it('is reached though it wants a client certificate that this call does not show', async () => {
    const ca = await readFile(sandbox.account.ca.slice('file:'.length), 'utf8')
    await expect(contact(sandbox.tlsUrl, { timeoutMs: 5_000, ca })).resolves.toMatchObject({ kind: 'answered' })
  })

  it('is not reached where nobody vouches for who answers', async () => {
    await expect(contact(sandbox.tlsUrl, { timeoutMs: 5_000 })).resolves.toMatchObject({ kind: 'failed', isTls: true })
  })
})

import { expect, it } from 'vitest'
import { LI, openOffice, rememberingSealer, T0 } from '../office.fixture.ts'
import type { BackofficePorts } from '../ports.ts'
import { endpointTester, type TestAnswer, type TestPost } from './try.ts'

/** A tester over an office with one endpoint; `sent` is what went out. */
async function givenTester(answer: TestAnswer) {
  const sealer = rememberingSealer()
  const { office, books } = openOffice({ sealer })
  const { endpoint, secret } = await office.endpoints.add({ merchant: 'main', url: 'https://shop.example.com/token-1' }, LI)
  const sent: Parameters<TestPost>[] = []
  const post: TestPost = async (...all) => {
    sent.push(all)
    return answer
  }
  const random = { bytes: (length: number) => new Uint8Array(length) }
  const ports: BackofficePorts = { books, sealer, random, clock: { nowMs: () => T0 }, eventTypes: [], plainHttp: false }
  return { books, endpoint, secret, sent, test: endpointTester(ports, post) }
}

const answered = (status: number): TestAnswer => ({ kind: 'answered', status, durationMs: 3 })

it.each([
  [199, false],
  [200, true],
  [299, true],
  [300, false],
  [500, false],
])('HTTP %i: taken %s', async (status, taken) => {
  const { test, endpoint } = await givenTester(answered(status))
  expect(await test(endpoint, LI)).toMatchObject({ taken })
})

it('is signed with the secrets of the endpoint, and leaves one line in the audit trail and nothing else', async () => {
  const { test, endpoint, secret, sent, books } = await givenTester(answered(204))
  const before = await books.endpoint(endpoint.id)
  const { event } = await test(endpoint, LI)
  expect(sent).toEqual([[event, endpoint, [secret]]])
  expect(await books.endpoint(endpoint.id)).toEqual(before)
  const told = { merchant: 'main', origin: 'https://shop.example.com', types: 'all', status: 204 }
  expect(books.trail.slice(1)).toMatchObject([{ who: 'cli:li', what: 'webhook-endpoint.tested', data: told }])
})

it('tells the audit trail why no answer came', async () => {
  const { test, endpoint, books } = await givenTester({ kind: 'unanswered', why: 'dns', code: 'ENOTFOUND', durationMs: 1 })
  expect(await test(endpoint, LI)).toMatchObject({ taken: false })
  expect(books.trail.at(-1)?.data).toMatchObject({ why: 'dns' })
})

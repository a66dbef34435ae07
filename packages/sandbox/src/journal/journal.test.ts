import { expect, test } from 'vitest'
import { journal } from './journal.ts'

const entry = (body: Uint8Array) =>
  ({
    at: 0,
    from: 'merchant',
    request: { method: 'POST', url: '/', headers: new Map(), body },
    answer: undefined,
    faults: [],
  }) as const

test('numbers its messages from 1 and keeps the latest thousand', () => {
  const kept = journal()
  for (let count = 0; count < 1003; count += 1) kept.note(entry(new Uint8Array(1)))
  expect(kept.list()).toHaveLength(1000)
  expect(kept.list()[0]?.id).toBe('4')
  expect(kept.find('3')).toBeUndefined()
  expect(kept.find('1003')?.id).toBe('1003')
})

test('big messages are fewer: 16 MB in all, answers that came later included', () => {
  const kept = journal()
  const big = new Uint8Array(3 * 1024 * 1024)
  const ids = [1, 2, 3].map(() => kept.note(entry(big)))
  expect(kept.list()).toHaveLength(3)
  for (const id of ids) kept.answered(id, { status: 200, headers: [], body: big })
  expect(kept.list().map(({ id }) => id)).toEqual(['2', '3'])
})

test('an answer comes to its message, and to none that is gone', () => {
  const kept = journal()
  const id = kept.note(entry(new Uint8Array()))
  kept.answered(id, { status: 204, headers: [], body: new Uint8Array() })
  kept.answered('99', { status: 500, headers: [], body: new Uint8Array() })
  expect(kept.list().map(({ answer }) => answer?.status)).toEqual([204])
})

import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { groupCommit } from './group-commit.ts'
import type { AnyWork, LedgerWork } from './run-work.ts'

const turn = { soon: (callback: () => void) => void setImmediate(callback) }

/** An engine whose commits end when the test says so. */
function givenEngine(atOnce: number) {
  const underWay: { readonly works: number; readonly end: () => void }[] = []
  const commit = (works: readonly AnyWork[]) =>
    new Promise<readonly unknown[]>((resolve) => {
      underWay.push({ works: works.length, end: () => resolve(works.map((_, index) => index)) })
    })
  return { underWay, transact: groupCommit(commit, turn, atOnce) }
}

function* nothing(): LedgerWork<void> {}

test('works of one turn go together, those of the next turn for themselves', async () => {
  const { underWay, transact } = givenEngine(4)
  void transact(nothing)
  void transact(nothing)
  await nextTurn()
  void transact(nothing)
  await nextTurn()
  expect(underWay.map(({ works }) => works)).toEqual([2, 1])
})

test('while as many commits are under way as may be, works gather for the next, and none is forgotten', async () => {
  const { underWay, transact } = givenEngine(1)
  const all = [transact(nothing)]
  await nextTurn()
  for (let count = 0; count < 3; count += 1) {
    all.push(transact(nothing))
    await nextTurn()
  }
  expect(underWay.map(({ works }) => works)).toEqual([1])
  underWay[0]?.end()
  await nextTurn()
  expect(underWay.map(({ works }) => works)).toEqual([1, 3])
  underWay[1]?.end()
  await Promise.all(all)
  const later = transact(nothing)
  await nextTurn()
  underWay[2]?.end()
  await later
})

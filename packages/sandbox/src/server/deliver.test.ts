import { expect, test } from 'vitest'
import { NOW, newWallet, paidOrder } from '../qqwallet/asking.fixture.ts'
import { deliverer } from './deliver.ts'
import type { Posted } from './post.ts'

const SUCCESS = { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }

/** A wallet with one payment, and a merchant who gives these answers one after the other. */
function given(...answers: Posted[]) {
  const wallet = newWallet()
  const time = { now: NOW }
  paidOrder(wallet)
  const post = async (): Promise<Posted> => answers.shift() ?? SUCCESS
  return { time, work: deliverer(wallet, () => time.now, post) }
}

test('a notify is repeated on schedule until it is acknowledged, and each try is on record', async () => {
  const { time, work } = given({ failed: 'nobody there' }, { status: 500, body: '' })
  for (const wait of [0, 0, 15_000, 15_000, 30_000, 1e9]) {
    time.now += wait
    await work.run()
  }
  expect(work.log()).toMatchObject([
    { attempt: 1, at: NOW, answer: { failed: 'nobody there' } },
    { attempt: 2, at: NOW + 15_000, answer: { status: 500 } },
    { attempt: 3, at: NOW + 30_000, answer: SUCCESS },
  ])
})

test('two rounds at once do not post one try twice', async () => {
  const { work } = given()
  await Promise.all([work.run(), work.run()])
  expect(work.log()).toHaveLength(1)
})

test('idle waits for what is under way', async () => {
  const wallet = newWallet()
  paidOrder(wallet)
  let answer: (posted: Posted) => void = () => undefined
  const posted = new Promise<Posted>((resolve) => {
    answer = resolve
  })
  const work = deliverer(
    wallet,
    () => NOW,
    () => posted,
  )
  const run = work.run()
  let isIdle = false
  const idle = work.idle().then(() => {
    isIdle = true
  })
  await new Promise(setImmediate)
  expect(isIdle).toBe(false)
  answer(SUCCESS)
  await Promise.all([run, idle])
  expect(work.log()).toHaveLength(1)
})

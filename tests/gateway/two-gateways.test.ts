import { test } from '@tpkit/sandbox/vitest'
import { expect } from 'vitest'
import { everyEvent, findings, ledgerLines, unfinished, walletLines } from './compare.fixture.ts'
import { openStage, postgresBooks, until } from './stage.fixture.ts'

const SALES = Array.from({ length: 120 }, (_none, index) => ({
  orderNo: `T-${index}`,
  ...(index % 3 === 0 && { refund: 500 + index }),
}))
const REFUNDS = SALES.flatMap(({ refund }) => (refund === undefined ? [] : [BigInt(refund)]))

test('of two gateways on one PostgreSQL one is killed under load: the other finishes everything, and the books are the wallet’s', async ({
  merchant,
}) => {
  const stage = await openStage(merchant, { ledger: await postgresBooks(), gateways: 2 })
  const { app, heard } = stage
  const [doomed, other] = await Promise.all([stage.start(0), stage.start(1)])
  // Some answers of the wallet are lost, too: whoever is left asks again.
  merchant.faults('drop-after@pay*4, drop-after@refund*4')
  const selling = app.sellAll(SALES, 12)
  await until(() => app.sold >= 40 && app.underWayAt(0) >= 4, 'a load')
  doomed.kill('SIGKILL')
  expect(await doomed.ended()).toBeNull()
  other.hurry()
  await selling
  const books = await stage.books()
  await expect.poll(() => unfinished(books, heard()), { timeout: 60_000, interval: 250 }).toEqual([])

  // Calls that were cut off and notifies that nobody took: there was something to finish.
  expect(app.cutOff).toBeGreaterThan(0)
  expect(merchant.notifies()).toContainEqual(expect.objectContaining({ answer: expect.objectContaining({ status: 502 }) }))
  // One payment an order, and one refund where one was wanted: nothing twice, on either side.
  const theirs = walletLines(merchant.books())
  expect(await ledgerLines(books)).toEqual(theirs)
  expect(theirs.map(({ status }) => status)).toEqual(SALES.map(() => 'paid'))
  expect(theirs.flatMap(({ refunds }) => refunds.map(([, amount]) => amount)).toSorted()).toEqual(REFUNDS.toSorted())
  const types = (await everyEvent(books)).map(({ type }) => type)
  expect(types.toSorted()).toEqual([...SALES.map(() => 'payment.succeeded'), ...REFUNDS.map(() => 'refund.succeeded')])
  expect(await findings(books)).toEqual([])
})

import { readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cny, type ReloadOutcome } from 'tpkit'
import { expect, it } from 'vitest'
import { type RunningShop, runShop } from './running-shop.fixture.ts'

const FROM_A_TO_B = ['wallet: "qq-a"', 'wallet: "qq-b"'] as const
const FROM_B_TO_A = ['wallet: "qq-b"', 'wallet: "qq-a"'] as const

async function edited({ path }: RunningShop, [old, line]: readonly [string, string]): Promise<string> {
  const text = await readFile(path, 'utf8')
  expect(text.split(old)).toHaveLength(2) // one line, and it is there
  return text.replace(old, line)
}

/** As deploy tools and Kubernetes do it: a new file, and a link that leads to it from one moment to the next. */
async function swapLink({ path, folder }: RunningShop, text: string): Promise<void> {
  const version = join(folder, `config-${process.hrtime.bigint()}.yaml`)
  await writeFile(version, text)
  await symlink(version, `${version}.link`)
  await rename(`${version}.link`, path)
}

function nextGoesTo({ tpkit }: RunningShop): string {
  const total = cny.yuan('19.90')
  return tpkit.method('wallet').explain({ scene: 'native', outTradeNo: 'NEXT_1', subject: 'tea', total }).account
}

/** Whose order it is, in the wallet's own books. */
async function ownerOf({ books, tpkit }: RunningShop, outTradeNo: string): Promise<string | undefined> {
  const order = (await books()).find((one) => one.outTradeNo === outTradeNo)
  return tpkit.accounts.find((name) => tpkit.account(name).payee.mchId === order?.mchId)
}

it('one line under "methods" changes while the shop runs: the next payment goes to the other account, and the one before stays where it was made', async () => {
  const shop = await runShop({ watch: true, watchIntervalMs: 20 })
  const before = await shop.order()
  expect(await ownerOf(shop, before.outTradeNo)).toBe('qq-a')

  await writeFile(shop.path, await edited(shop, FROM_A_TO_B))
  await expect.poll(() => nextGoesTo(shop)).toBe('qq-b')
  const after = await shop.order()
  expect(after.account).toBe('qq-b')
  expect(await ownerOf(shop, after.outTradeNo)).toBe('qq-b')

  // Yesterday's payment: paid, told and asked for through its own account, then given back there.
  await shop.press(before.prompt.text, 'pay')
  await expect.poll(() => shop.status(before.outTradeNo)).toBe('paid')
  const deliveries = await (await fetch(`${shop.sandbox.controlUrl}/deliveries`)).text()
  expect(deliveries).toContain('/notify/qq-a')
  expect(deliveries).not.toContain('/notify/qq-b')
  const ref = { outTradeNo: before.outTradeNo, total: cny.yuan('19.90') }
  await expect(shop.tpkit.account('qq-a').query(ref)).resolves.toMatchObject({ status: 'paid' })
  const refunded = await fetch(`${shop.url}/orders/${before.outTradeNo}/refund`, { method: 'POST' })
  await expect(refunded.json()).resolves.toMatchObject({ account: 'qq-a', outcome: 'done' })
  expect((await shop.books()).map(({ outTradeNo, status, refunds }) => [outTradeNo, status, refunds.length])).toEqual([
    [before.outTradeNo, 'paid', 1],
    [after.outTradeNo, 'open', 0],
  ])

  // Back and forth, by swapped links.
  await swapLink(shop, await edited(shop, FROM_B_TO_A))
  await expect.poll(() => nextGoesTo(shop)).toBe('qq-a')
  expect(await ownerOf(shop, (await shop.order()).outTradeNo)).toBe('qq-a')
  await swapLink(shop, await edited(shop, FROM_A_TO_B))
  await expect.poll(() => nextGoesTo(shop)).toBe('qq-b')
  expect(await ownerOf(shop, (await shop.order()).outTradeNo)).toBe('qq-b')
})

it('a signal does the same, and a mistake changes nothing', async () => {
  const outcomes: ReloadOutcome[] = []
  const shop = await runShop({ watch: (outcome) => outcomes.push(outcome), watchIntervalMs: 3_600_000 })
  await writeFile(shop.path, await edited(shop, ['wallet: "qq-a"', 'wallet: "qq-c"']))
  process.kill(process.pid, 'SIGHUP')
  await expect.poll(() => outcomes).toMatchObject([{ kind: 'refused', error: { message: expect.stringContaining('qq-c') } }])
  expect(await ownerOf(shop, (await shop.order()).outTradeNo)).toBe('qq-a')

  await writeFile(shop.path, await edited(shop, ['wallet: "qq-c"', 'wallet: "qq-b"']))
  process.kill(process.pid, 'SIGHUP')
  await expect.poll(() => outcomes).toMatchObject([{}, { kind: 'reloaded', value: { methods: { changed: ['wallet'] } } }])
  expect(await ownerOf(shop, (await shop.order()).outTradeNo)).toBe('qq-b')
})

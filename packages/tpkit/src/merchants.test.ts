import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import { afterAll, beforeAll, describe, expect, vi } from 'vitest'
import { type AccountHandle, cny, type Fact, loadTpkit, receive, respond, type Tpkit } from './index.ts'

/** Everybody at once, and all under the same numbers: whatever is not kept apart shows. */
const MERCHANTS = 200
vi.setConfig({ maxConcurrency: MERCHANTS })

const total = cny.yuan('19.90')
const order = { outTradeNo: 'SAME_1', total }
const refund = { ...order, outRefundNo: 'SAME_1_R', amount: cny.yuan('5.00') }

interface Shop {
  readonly tpkit: Tpkit
  readonly account: AccountHandle
  readonly heard: Fact[]
}

let folder: string
let server: Server
const shops = new Map<string, Shop>()

beforeAll(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../.tmp/merchants-'))
  server = createServer(async (request, response) => {
    const shop = shops.get(request.url?.split('/').at(-1) ?? '')
    if (!shop) return void response.writeHead(404).end()
    const { facts } = await shop.account.notify(await receive(request))
    shop.heard.push(...facts)
    respond(response, shop.account.acknowledge('accepted'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await Promise.all([...shops.values()].map(({ tpkit }) => tpkit.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

async function openShop({ account }: TestMerchant): Promise<Shop> {
  const { port } = server.address() as AddressInfo
  const entry = { ...account, notifyUrl: `http://127.0.0.1:${port}/notify/${account.mchId}` }
  const path = join(folder, `${account.mchId}.yaml`)
  await writeFile(path, JSON.stringify({ accounts: { qq: entry }, methods: { wallet: 'qq' } })) // JSON is YAML
  const tpkit = await loadTpkit(path)
  const shop = { tpkit, account: tpkit.account('qq'), heard: [] }
  shops.set(account.mchId, shop)
  return shop
}

/** What goes wrong for this merchant alone, and how often their shop hears of the payment all the same. */
const TROUBLES = [
  { faults: '', notifies: 1 },
  { faults: 'notify-duplicate:3', notifies: 3 },
  { faults: 'drop-after@pay*1', notifies: 1 },
  { faults: 'notify-lost', notifies: 0 },
] as const

describe.concurrent(`${MERCHANTS} merchants at one sandbox`, () => {
  test.for(Array.from({ length: MERCHANTS }, (_, index) => index))(
    'each is paid, told and refunds alone: %i',
    async (index, { merchant }) => {
      const { faults, notifies } = TROUBLES[index % TROUBLES.length] ?? TROUBLES[0]
      merchant.faults(faults)
      const { account, heard } = await openShop(merchant)
      const pay = { ...order, scene: 'native', subject: `tea ${index}` } as const
      const first = await account.pay(pay)
      expect(first.kind).toBe(faults.startsWith('drop-after') ? 'unknown' : 'done')
      const reply = first.kind === 'unknown' ? await account.pay(pay, { afterUnknown: true }) : first
      if (reply.kind !== 'done' || reply.value.prompt?.kind !== 'qr') throw new Error(`expected a QR code, found ${reply.kind}`)

      await merchant.act(reply.value.prompt.text, 'pay')
      const fact = await account.query(order)
      if (fact.kind === 'absent' || fact.status !== 'paid') throw new Error('expected a payment')
      expect(fact.payee.mchId).toBe(merchant.account.mchId)
      expect(heard.map((each) => each.kind === 'payment' && each.status === 'paid' && each.transactionId)).toEqual(
        Array.from({ length: notifies }, () => fact.transactionId),
      )

      expect((await account.refund({ ...refund, transactionId: fact.transactionId })).kind).toBe('done')
      await merchant.trigger(order.outTradeNo, 'refund-done')
      await expect(account.queryRefund(refund)).resolves.toMatchObject({ status: 'refunded', amount: refund.amount })
      expect(merchant.books()).toMatchObject([
        { subject: `tea ${index}`, status: 'paid', refunds: [{ amount: 500n, status: 'refunded' }] },
      ])
      expect(merchant.books()).toHaveLength(1)
      expect(merchant.trace().every(({ fault }) => faults.includes(fault))).toBe(true)
    },
  )
})

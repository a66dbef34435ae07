import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as merchantTest, type TestMerchant } from '@tpkit/sandbox/vitest'
import { describe, expect } from 'vitest'
import { bind, cny, loadTpkit, type PayReply, type Scene, type Tpkit } from './index.ts'

/** A configuration that is what the sandbox printed, and a notify address. */
const test = merchantTest.extend<{ tpkit: Tpkit }>({
  tpkit: async ({ merchant }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tpkit-scenes-'))
    const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
    const entry = { ...merchant.account, plugin, notifyUrl: 'http://127.0.0.1:9/notify' }
    await writeFile(join(folder, 'tpkit.config.yaml'), JSON.stringify({ accounts: { qq: entry }, methods: { wallet: 'qq' } }))
    const tpkit = await loadTpkit(join(folder, 'tpkit.config.yaml'))
    await use(tpkit)
    await tpkit.close()
    await rm(folder, { recursive: true, force: true })
  },
})

const order = { outTradeNo: 'SCENE_1', total: cny.yuan('1999.00') }

/** What the payer's client would have been started with. */
function startedWith(scene: Scene, { prompt, prepayId }: PayReply, merchant: TestMerchant, code: string): string {
  if (prompt?.kind === 'qr') return prompt.text
  if (prompt?.kind === 'wait') return code
  expect(prompt, scene).toMatchObject({ kind: 'invoke' })
  expect(JSON.stringify(prompt)).toContain(merchant.account.mchId)
  return prepayId ?? ''
}

describe('a merchant who signs with HMAC-SHA256', () => {
  test.override({ wish: { signType: 'HMAC-SHA256' } })

  test('pays, is paid and refunds as everybody', async ({ merchant, tpkit }) => {
    const outcome = await tpkit.method('wallet').pay({ ...order, scene: 'native', subject: 'Tea 茶' })
    expect(outcome.kind).toBe('done')
    await merchant.trigger(order.outTradeNo, 'pay')
    const account = tpkit.account(outcome.account)
    await expect(account.query(order)).resolves.toMatchObject({ status: 'paid' })
    const refund = { ...order, outRefundNo: 'SCENE_1_R', amount: cny.yuan('1.00') }
    await expect(account.refund(refund)).resolves.toMatchObject({ kind: 'done' })
    await expect(account.probe()).resolves.toMatchObject({ ok: true })
  })
})

describe('an account that the sandbox printed', () => {
  test.for(['native', 'jsapi', 'app', 'mini', 'micropay'] as const)(
    'takes a payment in the scene %s',
    async (scene, { merchant, tpkit }) => {
      const authCode = merchant.paymentCode()
      const asked = { ...order, subject: 'Tea 茶' }
      const command = scene === 'micropay' ? { ...asked, scene, authCode } : { ...asked, scene }
      const outcome = await tpkit.method('wallet').pay(command)
      if (outcome.kind !== 'done') throw new Error(outcome.failure.message)
      await merchant.act(startedWith(scene, outcome.value, merchant, authCode), 'pay')
      const account = tpkit.account(outcome.account)
      const fact = await account.query(order)
      if (fact.kind === 'absent') throw new Error('expected the order, found none')
      expect(fact).toMatchObject({ status: 'paid', payerTotal: order.total })
      expect(bind({ payee: account.payee, ...order }, fact)).toEqual({ kind: 'ours' })
    },
  )
})

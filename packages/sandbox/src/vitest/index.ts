import { test as base, type TestAPI } from 'vitest'
import type { WalletOptions } from '../server/qqwallet/kind.ts'
import { type Enrolment, type Sandbox, startSandbox } from '../server/sandbox.ts'
import { type TestMerchant, testMerchant } from './merchant.ts'

export type { TestMerchant }

/** How a test's merchant is; what is missing is drawn. */
export interface MerchantWish extends Omit<Enrolment, 'mchId' | 'ownWallet'> {
  /** How their wallet is: its faults from the start, its pauses and delays. */
  readonly wallet?: WalletOptions
}

export interface SandboxFixtures {
  /** One for all tests of a file: its two doors, the phone, the inspector. */
  readonly sandbox: Sandbox
  /** How the merchants are; `test.override({ wish: { name: 'Tea shop' } })` changes it for a suite. */
  readonly wish: MerchantWish
  /** New for each test, gone with it. */
  readonly merchant: TestMerchant
}

/**
 * Vitest's `test`, with a merchant for each test at a local wallet.
 *
 * @example
 * import { test } from '@tpkit/sandbox/vitest'
 *
 * test('an order is paid', async ({ merchant }) => {
 *   const shop = await openShop(merchant.account)
 *   await merchant.act(await shop.order('T-1'), 'pay') // the shop's server has had the notify when this ends
 *   expect(merchant.books()).toMatchObject([{ outTradeNo: 'T-1', status: 'paid' }])
 * })
 */
export const test: TestAPI<SandboxFixtures> = base.extend<SandboxFixtures>({
  sandbox: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names that a fixture needs out of this pattern
    async ({}, use) => {
      const sandbox = await startSandbox()
      await use(sandbox)
      await sandbox.close()
    },
    { scope: 'file' },
  ],
  wish: {},
  merchant: async ({ sandbox, wish: { wallet = {}, ...merchant } }, use) => {
    const enrolled = await sandbox.enrol({ ...merchant, ownWallet: wallet })
    await use(testMerchant(enrolled))
    await enrolled.leave()
  },
})

import type { Tpkit } from '@tpkit/core/container'
import { expect, it } from 'vitest'
import { shopfrontOf } from './shopfront.ts'

it('A085: a plugin that cannot say "later" fails alone: its account says it in nobody’s dialect, the others in their own', () => {
  const accounts = ['broken', 'whole'].map((name) => ({
    name,
    merchant: 'main',
    manifest: { scenes: ['native'] },
    retired: false,
  }))
  const own = { status: 500, headers: [], body: 'fail' }
  const acknowledge = (name: string) => () => {
    if (name === 'broken') throw new Error('broken')
    return own
  }
  const tpkit = {
    cashierPlan: {},
    describe: () => ({ methods: [], accounts }),
    account: (name: string) => ({ acknowledge: acknowledge(name) }),
  } as unknown as Tpkit // all that is read of it
  expect(shopfrontOf(tpkit).accounts()).toMatchObject([
    { name: 'broken', later: { status: 503, body: '' } },
    { name: 'whole', later: own },
  ])
})

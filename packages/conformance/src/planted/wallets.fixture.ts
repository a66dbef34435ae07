import type { BookedOrder, WalletFault } from '@tpkit/core'
import type { Plant } from './plant.fixture.ts'

const RAIN: WalletFault = { name: 'rain', at: 'call', effect: 'harmless', title: { en: 'it rains', zh: '下雨' } }

/** What a test wallet gets wrong, so that a law would show nothing. */
export const walletPlants: readonly Plant[] = [
  {
    mistake: 'is tried against a wallet that names a fault which never strikes',
    law: 'harmless-faults-change-nothing',
    says: /the fault rain to strike, found 0 strikes/,
    plant: (bench) => {
      const { faults, ...wallet } = bench.wallet
      if (!faults) return bench
      const arm: typeof faults.arm = (rules) => faults.arm(rules.filter(({ fault }) => fault !== RAIN.name))
      const { catalogue, rules, trace } = faults
      return { ...bench, wallet: { ...wallet, faults: { catalogue: [RAIN, ...catalogue], arm, rules, trace } } }
    },
  },
  {
    mistake: 'is tried against a wallet that keeps the money of what was reversed',
    law: 'reverse-gives-back-once',
    says: /10000 minor units given back in the books, found 0/,
    plant: (bench) => {
      const { books } = bench.wallet
      const kept = (order: BookedOrder): BookedOrder => (order.status === 'reversed' ? { ...order, refunds: [] } : order)
      return { ...bench, wallet: { ...bench.wallet, books: (now) => books(now).map(kept) } }
    },
  },
]

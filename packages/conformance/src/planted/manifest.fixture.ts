import type { Ability } from '@tpkit/core'
import { type Everything, onManifest, onTP, type Plant } from './plant.fixture.ts'

const law = 'manifest-is-plain-and-complete'

/** What a manifest gets wrong. */
export const manifestPlants: readonly Plant[] = [
  {
    mistake: 'declares an ability that is not there',
    law,
    says: /trust, which the manifest declares, found no trust/,
    // A provider in plain JavaScript can promise what it likes.
    plant: (bench) =>
      onManifest(bench, ({ abilities }) => ({ abilities: [...abilities, 'trust' satisfies Ability as unknown as Everything] })),
  },
  {
    mistake: 'has an ability that it does not declare',
    law,
    says: /no undeclared ability, found verifyReturn/,
    plant: (bench) => onTP(bench, () => ({ verifyReturn: async () => ({ outTradeNo: '' }) })),
  },
  {
    mistake: 'leaves the timeout for later',
    law,
    also: ['harmless-faults-change-nothing'],
    says: /callTimeoutMs: above zero/,
    plant: (bench) => onManifest(bench, ({ timing }) => ({ timing: { ...timing, callTimeoutMs: 0 } })),
  },
  {
    mistake: 'writes a path behind an origin',
    law,
    says: /origins: https origins without path/,
    plant: (bench) => onManifest(bench, ({ origins }) => ({ origins: [...origins, 'https://wallet.example/'] })),
  },
  {
    mistake: 'puts a function into the manifest',
    law,
    says: /a manifest that survives structuredClone unchanged/,
    plant: (bench) => onManifest(bench, ({ title }) => ({ title: { ...title, ...{ toString: () => title.en } } })),
  },
]

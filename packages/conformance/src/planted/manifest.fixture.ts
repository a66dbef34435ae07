import type { Manifest, Scene } from '@tpkit/core'
import type { Bench } from '../bench.ts'
import { type Everything, type Healthy, onProtocol, onTP, type Plant } from './plant.fixture.ts'

const law = 'manifest-is-plain-and-complete'

/** What a manifest gets wrong. */
export const manifestPlants: readonly Plant[] = [
  {
    mistake: 'declares an ability that is not there',
    law,
    says: /probe, which the manifest declares, found no probe/,
    // A provider in plain JavaScript can promise what it likes.
    plant: (bench) => onManifest(bench, ({ abilities }) => ({ abilities: [...abilities, 'probe' as unknown as Everything] })),
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

function onManifest<S extends Scene>(
  bench: Healthy<S>,
  change: (manifest: Manifest<S, Everything>) => Partial<Manifest<S, Everything>>,
): Bench<S, Everything> {
  return onProtocol(bench, ({ manifest }) => ({ manifest: { ...manifest, ...change(manifest) } }))
}

import { readdirSync, statfsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { patchPlugin } from './tests/patches/for-vitest.ts'
import { RULES } from './tests/patches/rules/rules.ts'

const conditions = ['@tpkit/source']
/** A line of the product that a run takes away, to see that its test fails. */
const patch = RULES.find(({ name }) => name === process.env.TPKIT_PATCH)
const plugins = patch ? [patchPlugin(patch)] : []
const sources = { resolve: { conditions }, ssr: { resolve: { conditions } }, plugins }
/** Child processes and plugin packages that Node itself imports find the sources by the same condition. */
const execArgv = ['--conditions=@tpkit/source']

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const MEMORY = '/dev/shm'
const ROOM_BYTES = 2 ** 31

/** Thousands of small ledgers wait for no disk where the machine has room in memory. */
function memoryFolder(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ROOM_BYTES ? MEMORY : undefined
  } catch {
    return undefined
  }
}

const folder = process.env.TMPDIR ?? memoryFolder()
if (folder !== undefined) process.env.TMPDIR = folder

/** Nothing of theirs outlives a test, so that their files share a worker and its modules. */
const SHARING: ReadonlySet<string> = new Set([
  'wire',
  'provider-qqwallet',
  'provider-wechatpay',
  'provider-alipay',
  'sandbox',
  'conformance',
  'core',
  'cashier',
  'backoffice',
  'gateway',
  'tpkit',
  'cli',
])

const packages = readdirSync(new URL('packages', import.meta.url)).map((name) => ({
  ...sources,
  test: {
    name,
    root: `packages/${name}`,
    include: ['src/**/*.test.ts'],
    execArgv,
    isolate: !SHARING.has(name),
    testTimeout: 30_000,
    typecheck: { enabled: name === 'core', tsconfig: 'tsconfig.test.json', include: ['src/**/*.test-d.ts'] },
  },
}))

export default defineConfig({
  test: {
    // A patched module must not be found by the next run.
    fsModuleCache: patch === undefined,
    // Also on two cores: the usual number leaves one of them idle.
    maxWorkers: '100%',
    projects: [
      ...packages,
      // The same tests of the cashier, on the other engine.
      {
        ...sources,
        test: {
          name: 'cashier on PostgreSQL 18',
          root: 'packages/cashier',
          include: ['src/{pay,settle,refund,follow,close,decide,risk,guard,delivery,reconcile}/**/*.test.ts'],
          globalSetup: [here('packages/ledger/src/postgres-server.fixture.ts')],
          setupFiles: [here('packages/ledger/src/postgres-worker.fixture.ts')],
          execArgv,
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        ...sources,
        test: {
          name: 'house',
          root: 'tests',
          include: ['**/*.test.ts'],
          exclude: ['abuse/**', 'clients/**', 'gateway/**', 'simulation/**'],
          execArgv,
          testTimeout: 60_000,
        },
      },
      // Every planted bug against every law.
      {
        ...sources,
        test: {
          name: 'planted',
          root: 'packages/conformance',
          include: ['src/planted/**/*.test.ts'],
          env: { TPKIT_EVERY_LAW: '1' },
          execArgv,
          isolate: false,
          testTimeout: 60_000,
        },
      },
      // Other people's clients.
      {
        ...sources,
        test: {
          name: 'clients',
          root: 'tests/clients',
          include: ['*.test.ts'],
          execArgv,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      // Gateways in processes of their own, which are killed, told to end and reloaded under load.
      {
        ...sources,
        test: {
          name: 'gateways',
          root: 'tests/gateway',
          include: ['*.test.ts'],
          globalSetup: [here('packages/ledger/src/postgres-server.fixture.ts')],
          execArgv,
          isolate: false,
          testTimeout: 120_000,
        },
      },
      // A part of `npm run abuse`: a gateway in a process of its own, three wallets, and what must not get through.
      {
        ...sources,
        test: { name: 'abuse', root: 'tests/abuse', include: ['*.test.ts'], execArgv, testTimeout: 120_000 },
      },
      {
        ...sources,
        test: {
          name: 'simulation',
          root: 'tests/simulation',
          include: ['**/*.test.ts'],
          execArgv,
          testTimeout: 120_000,
          maxConcurrency: 2,
        },
      },
      {
        ...sources,
        test: {
          name: 'examples',
          root: 'examples',
          include: ['*/src/**/*.test.ts'],
          execArgv,
          isolate: false,
          testTimeout: 30_000,
        },
      },
    ],
  },
})

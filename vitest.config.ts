import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const conditions = ['@tpkit/source']
const sources = { resolve: { conditions }, ssr: { resolve: { conditions } } }
/** Child processes and plugin packages that Node itself imports find the sources by the same condition. */
const execArgv = ['--conditions=@tpkit/source']

const packages = readdirSync(new URL('packages', import.meta.url)).map((name) => ({
  ...sources,
  test: {
    name,
    root: `packages/${name}`,
    include: ['src/**/*.test.ts'],
    execArgv,
    testTimeout: 30_000,
    typecheck: { enabled: name === 'core', tsconfig: 'tsconfig.test.json', include: ['src/**/*.test-d.ts'] },
  },
}))

export default defineConfig({
  test: {
    // Also on two cores: the usual number leaves one of them idle.
    maxWorkers: '100%',
    projects: [
      ...packages,
      {
        ...sources,
        test: { name: 'house', root: 'tests', include: ['**/*.test.ts'], exclude: ['clients/**'], execArgv, testTimeout: 60_000 },
      },
      // Other people's clients: a few seconds, so that `npm test` runs them too.
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
      {
        ...sources,
        test: { name: 'examples', root: 'examples', include: ['*/src/**/*.test.ts'], execArgv, testTimeout: 30_000 },
      },
    ],
  },
})

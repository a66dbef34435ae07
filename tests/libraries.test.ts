import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

function installed(): ReadonlyMap<string, string> {
  const paths = ['package.json', ...globSync('{packages,examples}/*/package.json', { cwd: root })]
  const manifests = paths.map((path): PackageJson => JSON.parse(readFileSync(join(root, path), 'utf8')))
  const all = manifests.flatMap(({ dependencies, devDependencies }) => Object.entries({ ...dependencies, ...devDependencies }))
  return new Map(all.filter(([name]) => name !== 'tpkit' && !name.startsWith('@tpkit/')))
}

function documented(): ReadonlyMap<string, string> {
  const page = readFileSync(join(root, 'docs/decisions/libraries.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (\S+) \| (\d\S*) \| ([^|]+) \| ([^|]+) \|$/gm)]
  return new Map(rows.map(([, name = '', version = '']) => [name, version]))
}

it('every library is in docs/decisions/libraries.md with its exact version and a reason, and no row is left over', () => {
  expect(Object.fromEntries([...documented()].sort())).toEqual(Object.fromEntries([...installed()].sort()))
})

it('the lock file names no download address', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/)
})

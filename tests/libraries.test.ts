import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Library → version and the packages that name it, tests' needs included. */
function installed(): Readonly<Record<string, string>> {
  const paths = ['package.json', ...globSync('{packages,examples}/*/package.json', { cwd: root })].sort()
  const found: Record<string, string[]> = {}
  for (const path of paths) {
    const { dependencies, devDependencies }: PackageJson = JSON.parse(readFileSync(join(root, path), 'utf8'))
    const [folder, name = ''] = path.split('/').slice(0, -1)
    const place = name === '' ? 'root' : folder === 'examples' ? `example-${name}` : name
    for (const [library, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      if (!/^(?:@tpkit\/.*|(?:create-)?tpkit(?:-provider)?)$/.test(library))
        found[library] = [...(found[library] ?? []), `${version} ${place}`]
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, places]) => [name, places.sort().join(', ')]))
}

function documented(): Readonly<Record<string, string>> {
  const page = readFileSync(join(root, 'docs/decisions/libraries.md'), 'utf8')
  const rows = [...page.matchAll(/^\| (\S+) \| (\d\S*) \| ([^|]+) \| ([^|]+) \|$/gm)]
  return Object.fromEntries(
    rows.map(([, name = '', version = '', where = '']) => {
      const places = where.split(', ').filter((place) => !place.includes('(peer)'))
      return [
        name,
        places
          .map((place) => `${version} ${place.replace(' (tests)', '')}`)
          .sort()
          .join(', '),
      ]
    }),
  )
}

it('every library is in docs/decisions/libraries.md with its exact version, its places and a reason, and no row is left over', () => {
  expect(documented()).toEqual(installed())
})

it('the lock file names no download address', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/)
})

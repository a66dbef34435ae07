/** Builds and packs HEAD in a clone, so that nothing of the checkout that is not committed helps. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './processes.ts'
import { demand, type Stage, type Step } from './step.ts'

export const PACK_STEPS: readonly Step[] = [
  {
    name: 'clone HEAD',
    run: async ({ checkout, source }) => {
      await run(checkout, ['git', 'clone', '--quiet', '--no-hardlinks', checkout, source])
      return (await run(source, ['git', 'log', '-1', '--format=%h %s'])).trim().slice(0, 60)
    },
  },
  { name: 'npm ci', run: async ({ source }) => lastLine(await run(source, ['npm', 'ci', '--no-progress'])) },
  { name: 'npm run build', run: async ({ source }) => run(source, ['npm', 'run', '--silent', 'build']).then(() => '') },
  {
    name: 'npm pack',
    run: async (stage) => {
      const packages = await publicPackages(stage)
      const workspaces = packages.flatMap(({ name }) => ['-w', name])
      await run(stage.source, ['npm', 'pack', '--silent', ...workspaces, '--pack-destination', stage.tarballs])
      const packed = await readdir(stage.tarballs)
      demand(packed.length === packages.length, `expected ${packages.length} tarballs, found ${packed.join(', ')}`)
      return `${packed.length} packages`
    },
  },
]

export interface Packed {
  readonly name: string
  readonly version: string
}

/** Every package that is published. */
export async function publicPackages({ source }: Stage): Promise<readonly Packed[]> {
  const folders = await readdir(join(source, 'packages'))
  const texts = await Promise.all(folders.map((name) => readFile(join(source, 'packages', name, 'package.json'), 'utf8')))
  return texts.map((text): Packed & { readonly private?: boolean } => JSON.parse(text)).filter((one) => !one.private)
}

/** The tarball of a package, as `npm pack` names it. */
export function tarballOf({ tarballs }: Stage, { name, version }: Packed): string {
  return `file:${join(tarballs, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)}`
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

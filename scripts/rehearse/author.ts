/** What a plugin's author tries first. It needs the network once more: the author's tools are not a merchant's. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publicPackages, tarballOf } from './pack.ts'
import { run, start } from './processes.ts'
import { tried } from './sandbox.ts'
import { demand, type Stage, type Step } from './step.ts'

export const AUTHOR_STEPS: readonly Step[] = [{ name: 'tpkit new provider: its tests name the blanks', run: blanks }]

async function blanks(stage: Stage): Promise<string> {
  const { project, author } = stage
  const env = tried(project)
  const folder = join(author, 'tpkit-provider-demo')
  await run(project, ['npx', 'tpkit', 'new', 'provider', 'demo', '--dir', folder], env)
  await useTarballs(stage, join(folder, 'package.json'))
  await run(folder, ['npm', 'install', '--no-progress'], { PATH: env.PATH })
  await run(folder, ['npm', 'run', '--silent', 'types'], { PATH: env.PATH })
  const { code, output } = await start(folder, ['npm', 'test'], { PATH: env.PATH, NO_COLOR: '1' }).ended()
  const named = new Set([...output.matchAll(/blank (\d+) in src\//g)].map(([, number]) => number)).size
  demand(code === 1 && named > 0, `npm test: expected 1 and the blanks named, found ${code}\n${output}`)
  return `${named} blanks named`
}

/** These versions are published nowhere yet. */
async function useTarballs(stage: Stage, path: string): Promise<void> {
  const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } = JSON.parse(
    await readFile(path, 'utf8'),
  )
  const ours = Object.fromEntries((await publicPackages(stage)).map((one) => [one.name, tarballOf(stage, one)]))
  const dependencies = { ...manifest.dependencies, '@tpkit/core': ours['@tpkit/core'], '@tpkit/wire': ours['@tpkit/wire'] }
  const devDependencies = { ...manifest.devDependencies, '@tpkit/conformance': ours['@tpkit/conformance'] }
  await writeFile(path, JSON.stringify({ ...manifest, dependencies, devDependencies }, null, 2))
}

/** What a plugin's author tries first. It needs the network once more: the author's tools are not a merchant's. */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publicPackages, tarballOf } from './pack.ts'
import { run } from './processes.ts'
import { tried } from './sandbox.ts'
import { demand, type Stage, type Step } from './step.ts'

export const AUTHOR_STEPS: readonly Step[] = [
  { name: 'tpkit new provider: its tests name the blanks', run: blanks },
  { name: 'filled, it keeps the laws', run: filled },
]

const folderOf = ({ author }: Stage): string => join(author, 'tpkit-provider-demo')

async function blanks(stage: Stage): Promise<string> {
  const [env, folder] = [tried(stage.project), folderOf(stage)]
  await run(stage.project, ['npx', 'tpkit', 'new', 'provider', 'demo', '--dir', folder], env)
  await useTarballs(stage, join(folder, 'package.json'))
  await run(folder, ['npm', 'install', '--no-progress'], { PATH: env.PATH })
  await run(folder, ['npm', 'run', '--silent', 'types'], env)
  const output = await run(folder, ['npm', 'test'], { ...env, NO_COLOR: '1' }, 1)
  const named = new Set([...output.matchAll(/blank (\d+) in src\//g)].map(([, number]) => number)).size
  demand(named > 0, `npm test: expected the blanks named, found\n${output}`)
  return `${named} blanks named`
}

/** With the answers that the package's own tests fill it with. */
async function filled(stage: Stage): Promise<string> {
  const [env, folder] = [tried(stage.project), folderOf(stage)]
  const answers = join(stage.source, 'packages/create-tpkit-provider/test-fixtures')
  for (const file of ['demo.ts', 'demo.script.ts']) await copyFile(join(answers, file), join(folder, 'src', file))
  await run(folder, ['npm', 'run', '--silent', 'build'], env)
  const output = await run(folder, ['npm', 'test'], { ...env, NO_COLOR: '1' })
  const lines = (await readFile(join(folder, 'src/demo.ts'), 'utf8')).trimEnd().split('\n').length
  return `${/\d+ passed \| \d+ skipped/.exec(output)?.[0] ?? 'green'}, ${lines} lines`
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

/** An empty project that installs the tarballs, and what came with them. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lastLine, publicPackages, tarballOf } from './pack.ts'
import { run, withTools } from './processes.ts'
import { demand, type Step } from './step.ts'

export const NODE = '24.21.0'
const MOST = { scripts: 0, packages: 105, megabytes: 50 }

/** For plugin authors only: it brings a test runner, which no merchant runs. */
const AUTHORS_ONLY = ['@tpkit/conformance']

export const PROJECT_STEPS: readonly Step[] = [
  {
    name: 'npm install, into an empty project',
    run: async (stage) => {
      const wanted = (await publicPackages(stage)).filter(({ name }) => !AUTHORS_ONLY.includes(name))
      const tarballs = Object.fromEntries(wanted.map((one) => [one.name, tarballOf(stage, one)]))
      // All of them at once: that is how their dependencies on each other are found in the files.
      return install(stage.project, { ...tarballs, node: NODE })
    },
  },
  {
    name: `node ${NODE}`,
    run: async ({ project }) => {
      const found = (await run(project, ['node', '--version'], { PATH: withTools(project) })).trim()
      demand(found === `v${NODE}`, `node --version: expected v${NODE}, found ${found}`)
      return found
    },
  },
  { name: 'the runtime tree without node', run: ({ project }) => weigh(project) },
]

/** Writes a manifest with these dependencies and installs them. */
export async function install(folder: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
  const manifest = {
    name: 'rehearsal',
    version: '0.0.0',
    private: true,
    type: 'module',
    dependencies,
    allowScripts: { node: true },
  }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return lastLine(await run(folder, ['npm', 'install', '--no-progress']))
}

interface Locked {
  readonly resolved?: string
  readonly hasInstallScript?: boolean
}

async function weigh(project: string): Promise<string> {
  const lock: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
    await readFile(join(project, 'package-lock.json'), 'utf8'),
  )
  const tree = Object.entries(lock.packages).filter(([path]) => path !== '' && !isNode(path))
  const scripts = tree.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  const ours = tree.filter(
    ([path, { resolved }]) => /node_modules\/(?:@tpkit\/|(?:create-)?tpkit)/.test(path) && !resolved?.startsWith('file:'),
  )
  const megabytes = (await bytesUnder(join(project, 'node_modules'))) / 1024 ** 2
  const found = `${scripts.length} install scripts, ${tree.length} packages, ${megabytes.toFixed(1)} MB`
  const most = `at most ${MOST.scripts} install scripts, ${MOST.packages} packages, ${MOST.megabytes} MB`
  demand(
    ours.length === 0,
    `expected every package of ours from its tarball, found from elsewhere: ${ours.map(([path]) => path).join(', ')}`,
  )
  demand(scripts.length <= MOST.scripts, `expected ${most}; found ${found}: ${scripts.join(', ')}`)
  demand(tree.length <= MOST.packages && megabytes <= MOST.megabytes, `expected ${most}; found ${found}`)
  return found
}

function isNode(path: string): boolean {
  return /^node_modules\/node(?:$|\/|-bin)/.test(path)
}

/** What a folder weighs, without node and without links. */
async function bytesUnder(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const weighed = files.filter((file) => !isNode(file.slice(file.indexOf('node_modules'))))
  const sizes = await Promise.all(weighed.map(async (file) => (await stat(file)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

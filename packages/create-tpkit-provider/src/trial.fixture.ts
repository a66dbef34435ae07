/** Runs what a generated package's author runs, with the tools of this repository. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
export const MODULES = join(ROOT, 'node_modules')

/** Sources stand for builds; everything else is as the package has it. */
const CONFIG = `import { mergeConfig } from 'vitest/config'
import own from './vitest.config.ts'

const conditions = ['@tpkit/source']
const test = { execArgv: ['--conditions=@tpkit/source'] }
export default mergeConfig(own, { resolve: { conditions }, ssr: { resolve: { conditions } }, test })
`

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly Result[] }[]
}
interface Result {
  readonly status: string
  readonly title: string
  readonly failureMessages: readonly string[]
}

/** `npm test`. */
export async function tests(folder: string) {
  await writeFile(join(folder, 'sources.config.ts'), CONFIG)
  const args = ['run', '--config', 'sources.config.ts', '--reporter', 'json', '--outputFile', 'report.json']
  const { code } = await spawned(folder, 'vitest/vitest.mjs', args)
  const report: Report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.filter(({ status }) => status === 'failed')
  return {
    code,
    failed: new Map(failed.map(({ title, failureMessages }) => [title, failureMessages.join('\n')])),
    passed: all.filter(({ status }) => status === 'passed').map(({ title }) => title),
  }
}

/** `npm run types`: what the compiler has to say of the package; the sources around it are checked elsewhere. */
export async function typesOf(folder: string): Promise<string> {
  const sources = ['--customConditions', '@tpkit/source', '--rootDir', ROOT]
  const { output } = await spawned(folder, 'typescript/bin/tsc', ['-p', '.', '--noEmit', ...sources])
  return output
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('..'))
    .join('\n')
}

function spawned(cwd: string, tool: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  // What this test run tells its own processes is not for those.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|TEST$)/.test(name)))
  return new Promise((resolve) => {
    execFile(process.execPath, [join(MODULES, tool), ...args], { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr })
    })
  })
}

/** Checks every package as it would be published: publint and "are the types wrong" over what `npm pack` makes. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const bin = join(root, 'node_modules', '.bin')

interface Finding {
  readonly name: string
  readonly problem?: string
}

async function check(folder: string): Promise<Finding> {
  const manifest: { name: string; exports?: Record<string, unknown> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const typed = Object.values(manifest.exports ?? {}).some((entry) => typeof entry === 'object')
  try {
    await run(join(bin, 'publint'), [folder, '--strict'])
    if (typed) await run(join(bin, 'attw'), ['--pack', folder, '--profile', 'esm-only', '--format', 'ascii'])
    return { name: manifest.name }
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string } // what execFile adds to its errors
    return { name: manifest.name, problem: stdout + stderr }
  }
}

const findings: Finding[] = []
for (const name of readdirSync(join(root, 'packages'))) findings.push(await check(join(root, 'packages', name)))
for (const { name, problem } of findings) console.log(problem ? `✗ ${name}\n${problem}` : `✓ ${name}`)
process.exitCode = findings.some(({ problem }) => problem) ? 1 : 0

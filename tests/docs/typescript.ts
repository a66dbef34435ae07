/** Type-checks the TypeScript of the pages, all in one run of the compiler. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Block, ROOT } from './pages.ts'
import { FOREIGN, PRELUDES, type Prelude } from './preludes.ts'

/** Inside the workspace, so that package names lead to the sources; git ignores it. */
export const CACHE = join(ROOT, 'tests/docs/.cache')

/** What the compiler has against the blocks, each at its place in its page. */
export function typeErrors(blocks: readonly Block[], folder = 'types'): readonly string[] {
  const at = join(CACHE, folder)
  rmSync(at, { recursive: true, force: true })
  mkdirSync(at, { recursive: true })
  const files = new Map(blocks.map((block) => [fileOf(block), block]))
  for (const [name, block] of files) writeFileSync(join(at, name), programOf(block))
  const config = {
    extends: relative(at, join(ROOT, 'tsconfig.check.json')),
    compilerOptions: { rootDir: relative(at, ROOT) },
    include: ['*.ts'],
  }
  writeFileSync(join(at, 'foreign.d.ts'), FOREIGN)
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', at, '--pretty', 'false'], { cwd: at, encoding: 'utf8' })
  const found = stdout.split('\n').flatMap((line) => inPage(line, files))
  return status === null ? [`the compiler did not end: ${stdout}`] : found
}

/** A block with what its page supposes around it. */
export function programOf(block: Block): string {
  const { before, after = '' } = preludeOf(block)
  return `${before}${block.text}\n${after}export {}\n`
}

function preludeOf({ info, page, line }: Block): Prelude {
  const name = info.get('fragment')
  if (name === undefined) return { before: '' }
  const prelude = PRELUDES[name]
  if (prelude) return prelude
  throw new Error(`${page}:${line}: expected a fragment of ${Object.keys(PRELUDES).join(', ')}, found "${name}"`)
}

export function fileOf({ page, line }: Block): string {
  return `${page.replaceAll('/', '-').replace(/\.md$/, '')}-${line}.ts`
}

function inPage(line: string, files: ReadonlyMap<string, Block>): readonly string[] {
  const [, name = '', row = '', sentence = ''] = /^([^(]+)\((\d+),\d+\): error (.*)$/.exec(line) ?? []
  if (name === '') return []
  const block = files.get(name)
  // What is wrong in the sources themselves, `npm run types` says.
  if (!block) return []
  const before = preludeOf(block).before.split('\n').length - 1
  return [`${block.page}:${block.line + Number(row) - before} ${sentence}`]
}

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pages } from './pages.ts'
import { openSandboxFolder, type SandboxFolder } from './sandbox-folder.ts'
import { CACHE, fileOf, programOf } from './typescript.ts'

const programs = pages()
  .flatMap(({ blocks }) => blocks)
  .filter(({ kind, info }) => kind === 'ts' && info.has('run'))
  .map((block) => [`${block.page}:${block.line}`, block] as const)

let here: SandboxFolder

beforeAll(async () => {
  here = await openSandboxFolder()
  await mkdir(join(CACHE, 'run'), { recursive: true })
})

afterAll(() => here.close())

describe('a program that a page says is run', () => {
  it.each(programs)('%s ends well beside a sandbox', async (_at, block) => {
    const file = join(CACHE, 'run', fileOf(block))
    await writeFile(file, programOf(block))
    await expect(import(file)).resolves.toBeDefined()
  })
})

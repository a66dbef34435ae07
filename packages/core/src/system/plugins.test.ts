import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodePlugins } from './plugins.ts'

let base: string

async function file(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(base, path)), { recursive: true })
  await writeFile(join(base, path), text)
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tpkit plugins 插件-'))
  const packageJson = (name: string, exports: unknown) => JSON.stringify({ name, type: 'module', exports })
  await file('node_modules/usual/package.json', packageJson('usual', { '.': { types: './t.d.ts', default: './index.js' } }))
  await file('node_modules/usual/index.js', 'export default "usual"')
  await file('node_modules/import-only/package.json', packageJson('import-only', { '.': { import: './index.js' } }))
  await file('node_modules/import-only/index.js', 'export default "import-only"')
  await file(
    'node_modules/@shop/nested/package.json',
    packageJson('@shop/nested', { import: { types: './t.d.ts', default: './index.js' } }),
  )
  await file('node_modules/@shop/nested/index.js', 'export default "nested"')
  await file('mine.mjs', 'export default "mine"')
  await file('broken.mjs', 'throw new RangeError("out of luck")')
})

afterAll(() => rm(base, { recursive: true, force: true }))

describe('plugins are found from the folder of the configuration', () => {
  it.each([
    ['usual', 'usual'],
    ['import-only', 'import-only'],
    ['@shop/nested', 'nested'],
    ['./mine.mjs', 'mine'],
  ])('%s', async (specifier, expected) => {
    await expect(nodePlugins.import(specifier, base)).resolves.toBe(expected)
  })

  it.each(['not-there', 'path', 'node:fs'])('%s is none, and the sentence says what to do', async (specifier) => {
    await expect(nodePlugins.import(specifier, base)).rejects.toThrow(
      `found none named "${specifier}"; npm install it in ${base}`,
    )
  })

  it.each([
    ['usuall', 'usual'],
    ['@shop/nestd', '@shop/nested'],
  ])('%s is near one that is there, which the sentence names', async (specifier, meant) => {
    await expect(nodePlugins.import(specifier, base)).rejects.toThrow(
      `found none named "${specifier}"; did you mean "${meant}"? Else npm install it in ${base}`,
    )
  })

  it.each(['./not-there.mjs', '../not-there.mjs', '/not/there.mjs'])('%s is a path, which npm cannot install', async (path) => {
    await expect(nodePlugins.import(path, base)).rejects.toThrow(`expected a plugin's file at ${path}, found none`)
  })

  it('tells what a plugin threw while it loaded', async () => {
    await expect(nodePlugins.import('./broken.mjs', base)).rejects.toThrow('out of luck')
  })
})

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './index.ts'
import { main } from './main.ts'

const HERE = join(import.meta.dirname, '..')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-tpkit-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a new app', () => {
  it('is a shop of about 40 lines', async () => {
    const text = await readFile(join(HERE, 'template/src/shop.mjs'), 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(45)
  })

  it('stands on the packages of this version, and gets its configuration and its wallet from the tpkit command', async () => {
    const app = join(folder, 'packed')
    await createApp({ folder: app })
    const { version } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8'))
    const made = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'))
    const cli = JSON.parse(await readFile(join(HERE, '../cli/package.json'), 'utf8'))
    expect(made).toMatchObject({
      name: 'packed',
      private: true,
      scripts: { init: 'tpkit init --sandbox', sandbox: 'tpkit sandbox', doctor: 'tpkit doctor' },
      dependencies: { tpkit: version, '@tpkit/provider-qqwallet': version, uqr: cli.dependencies.uqr },
      devDependencies: { '@tpkit/cli': version },
    })
    await expect(readFile(join(app, '.gitignore'), 'utf8')).resolves.toContain('sandbox/')
  })

  it('is copied by the same lines as a new provider: neither scaffold stands on anything', async () => {
    const [ours, theirs] = await Promise.all(
      ['src/template.ts', '../create-tpkit-provider/src/template.ts'].map((file) => readFile(join(HERE, file), 'utf8')),
    )
    expect(ours).toBe(theirs)
  })
})

it('inside a checkout there is nothing to install: the first step is the next one', async () => {
  await mkdir(join(HERE, '.tmp'), { recursive: true })
  const inside = await mkdtemp(join(HERE, '.tmp/inside-'))
  try {
    const { stdout } = await ran([join(inside, 'shop')])
    expect(stdout).toMatch(/Next: cd .*\n {2}npm run init /)
    expect(stdout).not.toContain('npm install')
  } finally {
    await rm(inside, { recursive: true })
  }
})

describe('npm create tpkit', () => {
  it.each([
    ['en_US.UTF-8', /Next: cd .*\n {2}npm install .*\n {2}npm run init /],
    ['zh_CN.UTF-8', /下一步：cd .*\n {2}npm install .*\n {2}npm run init /],
  ])('says in the language of %s what it wrote and what comes next', async (LANG, said) => {
    const ended = await ran([join(folder, LANG.slice(0, 2))], { LANG })
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(said) })
  })

  it.each([[[]], [['a', 'b']], [['shop', '--lang', 'fr']], [['shop', '--force']]])('says how it is used for %j', async (args) => {
    await expect(ran(args)).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Usage: npm create tpkit <folder>/),
    })
  })

  it('keeps what is there, and refuses a name that npm would not take', async () => {
    const taken = join(folder, 'taken')
    await mkdir(taken)
    await writeFile(join(taken, 'mine.txt'), 'mine')
    await expect(ran([taken])).resolves.toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was written') })
    await expect(readFile(join(taken, 'mine.txt'), 'utf8')).resolves.toBe('mine')
    await expect(ran([join(folder, 'My Shop')])).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('found "My Shop"'),
    })
  })
})

async function ran(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await main(args, env, { stdout: (line) => stdout.push(line), stderr: (line) => stderr.push(line) })
  return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n') }
}

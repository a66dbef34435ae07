import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProvider, told } from './index.ts'
import { main } from './main.ts'
import { MODULES, tests, typesOf } from './trial.fixture.ts'

const HERE = join(import.meta.dirname, '..')
const PAGE = join(HERE, '../../docs/write-a-provider.md')

let folder: string

beforeAll(async () => {
  // Inside the workspace, so that the packages are found by their names.
  await mkdir(join(HERE, '.tmp'), { recursive: true })
  folder = await mkdtemp(join(HERE, '.tmp/provider-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a new provider', () => {
  it('type-checks, and its tests fail with the number and the place of exactly the blanks that are left', async () => {
    const demo = await created('left')
    const { code, failed, passed } = await tests(demo)
    const numbers = [...failed.keys()].map((name) =>
      Number(/^blank (\d+) in src\/demo\.(?:script\.)?ts:\d+: .*\("\d\. .*"\)$/.exec(name)?.[1]),
    )
    expect(code).toBe(1)
    expect(passed).toEqual([])
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(numbers).toHaveLength((await texts(demo)).join('\n').match(/\bblank\(\d+,/g)?.length ?? 0)
    // One advice for all: told once, below a line for each.
    expect(new Set(failed.values()).size).toBe(1)
    expect([...failed.values()][0]).toMatch(/^Error: Put the answer in the place of each blank; .*write-a-provider\.md/)
    await expect(typesOf(demo)).resolves.toBe('')
  })

  it('keeps all the laws once the blanks are filled, in fewer than 150 lines', async () => {
    const demo = await created('filled')
    for (const file of ['demo.ts', 'demo.script.ts']) await cp(join(HERE, 'test-fixtures', file), join(demo, 'src', file))
    const { code, failed, passed } = await tests(demo)
    expect([...failed.values()]).toEqual([])
    expect(code).toBe(0)
    expect(passed.length).toBeGreaterThan(70)
    expect(lines(await readFile(join(demo, 'src/demo.ts'), 'utf8'))).toBe(145)
    await expect(typesOf(demo)).resolves.toBe('')
  })

  it.each(['demo.ts', 'demo.script.ts'])('is filled by answers in the place of blanks and by nothing else: %s', async (file) => {
    const demo = await created(`compared-${file}`)
    const answer = await readFile(join(HERE, 'test-fixtures', file), 'utf8')
    const pieces = (await readFile(join(demo, 'src', file), 'utf8')).split(BLANK).map(compact)
    const form = pieces.map((piece) => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.+?')
    expect(compact(answer)).toMatch(new RegExp(`^${form}`))
  })

  it('points at sections that the page about writing a provider has', async () => {
    const demo = await created('pointing')
    const page = await readFile(PAGE, 'utf8')
    const blanks = await readFile(join(demo, 'src/blanks.ts'), 'utf8')
    for (const [, title] of blanks.matchAll(/^ {2}\d: '(.*)',$/gm)) expect(page).toContain(`\n## ${title}\n`)
  })

  it('has a dialect that the page about writing a provider quotes as it is', async () => {
    const quoted = [...(await readFile(PAGE, 'utf8')).matchAll(/^```ts title="(demo\S+)"\n([\s\S]*?)^```$/gm)]
    expect(quoted).not.toEqual([])
    for (const [, file = '', text] of quoted) expect(await readFile(join(HERE, 'test-fixtures', file), 'utf8')).toContain(text)
  })

  it('stands on the packages of this version and the tools that this repository tries them with', async () => {
    const demo = JSON.parse(await readFile(join(await created('packed'), 'package.json'), 'utf8'))
    const { version } = JSON.parse(await readFile(join(HERE, 'package.json'), 'utf8'))
    const root = JSON.parse(await readFile(join(HERE, '../../package.json'), 'utf8'))
    expect(demo).toMatchObject({ name: 'tpkit-provider-demo', keywords: ['tpkit-provider'] })
    for (const [name, wanted] of Object.entries({ ...demo.dependencies, ...demo.devDependencies })) {
      const installed = JSON.parse(await readFile(join(MODULES, name, 'package.json'), 'utf8'))
      expect({ name, wanted }).toEqual({ name, wanted: installed.version })
      if (name.startsWith('@tpkit/')) expect(wanted).toBe(version)
    }
    expect(root.engines).toEqual(demo.engines)
  })

  it('has a .gitignore, though npm pack would drop one from the template', async () => {
    await expect(readFile(join(await created('ignoring'), '.gitignore'), 'utf8')).resolves.toContain('node_modules/')
  })
})

describe('a name or a folder that will not do', () => {
  it.each(['Demo', 'd', '1demo', 'my_wallet', '../demo', 'a'.repeat(33), ''])(
    'is refused before anything is written: %s',
    async (name) => {
      await expect(createProvider({ name, folder: join(folder, 'never') })).resolves.toMatchObject({
        kind: 'refused',
        why: 'name',
      })
    },
  )

  it('keeps what is there', async () => {
    const taken = join(folder, 'taken')
    await mkdir(taken)
    await writeFile(join(taken, 'mine.txt'), 'mine')
    const result = await createProvider({ name: 'demo', folder: taken })
    expect(told(result, 'en').text).toMatch(/expected a folder that does not exist or is empty; nothing was written$/)
    await expect(readFile(join(taken, 'mine.txt'), 'utf8')).resolves.toBe('mine')
  })

  it('may have words in it: they make the identifiers of the code', async () => {
    const wallet = join(folder, 'words')
    await createProvider({ name: 'my-new-wallet', folder: wallet })
    const text = await readFile(join(wallet, 'src/my-new-wallet.ts'), 'utf8')
    expect(text).toContain('export function myNewWalletProtocol(')
    expect(text).not.toMatch(/__[A-Za-z]+__/)
  })
})

describe('npm create tpkit-provider', () => {
  it.each([
    ['en_US.UTF-8', [], /its tests name the blanks to fill\.\n\nNext: cd [^ ]+, npm test; README/],
    ['zh_CN.UTF-8', [], /测试会逐一指出要填写的空。\n\n下一步：cd/],
    ['zh_CN.UTF-8', ['--lang', 'en'], /\n\nNext: /],
  ] as const)('says in the language of %s %j what it wrote and what comes next', async (LANG, more, said) => {
    const ended = await ran(['demo', join(folder, `cli-${LANG}-${more.length}`), ...more], { LANG })
    expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(said) })
  })

  it.each([[[]], [['a1', 'b', 'c']], [['demo', '--lang', 'fr']], [['demo', '--force']]])(
    'says how it is used for %j',
    async (args) => {
      await expect(ran(args)).resolves.toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^Usage: npm create tpkit-provider <name>/),
      })
    },
  )
})

async function created(name: string): Promise<string> {
  const demo = join(folder, name)
  await expect(createProvider({ name: 'demo', folder: demo })).resolves.toMatchObject({ kind: 'created' })
  return demo
}

async function ran(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await main(args, env, { stdout: (line) => stdout.push(line), stderr: (line) => stderr.push(line) })
  return { code, stdout: stdout.join('\n'), stderr: stderr.join('\n') }
}

async function texts(demo: string): Promise<readonly string[]> {
  return Promise.all(['demo.ts', 'demo.script.ts'].map((file) => readFile(join(demo, 'src', file), 'utf8')))
}

/** Where an expression is missing; a function whose body is nothing but a blank may become statements. */
const BLANK = /(?:return )?\bblank\(\d+, '[^']*', \d\)/

/** Without what layout decides, and without imports, which follow from the answers. */
function compact(text: string): string {
  return text
    .replace(/^import [\s\S]*? from '.*'$/gm, '')
    .replace(/\s+/g, '')
    .replace(/,(?=[)\]}])/g, '')
}

function lines(text: string): number {
  return text.trimEnd().split('\n').length
}

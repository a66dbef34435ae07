import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'tpkit-new-'))
})

afterEach(() => rm(cwd, { recursive: true, force: true }))

it('tpkit new provider writes the package and says what comes next', async () => {
  const { code, stdout } = await runCli(['new', 'provider', 'demo'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^tpkit-provider-demo: \d+ files written to .*\n\nNext: cd \S+tpkit-provider-demo, npm install, npm test/,
  )
  await expect(readFile(join(cwd, 'tpkit-provider-demo/src/demo.ts'), 'utf8')).resolves.toContain('blank(1, ')
})

it('tpkit new provider refuses a name that no configuration could use, and writes nothing', async () => {
  const { code, stdout, stderr } = await runCli(['new', 'provider', 'Demo', '--lang', 'zh'], { cwd })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('实际为 "Demo"') })
  expect(stdout).toContain('下一步：')
})

it('tpkit new provider answers programs with what it wrote, or why it did not', async () => {
  const args = ['new', 'provider', 'demo', '--dir', 'here', '--json']
  expect(JSON.parse((await runCli(args, { cwd })).stdout)).toMatchObject({
    kind: 'created',
    name: 'demo',
    folder: join(cwd, 'here'),
  })
  expect(JSON.parse((await runCli(args, { cwd })).stdout)).toMatchObject({ error: { code: 'INVALID' } })
})

it.each([
  ['app', (folder: string) => [folder]],
  ['provider', (folder: string) => ['demo', '--dir', folder]],
])(
  'tpkit new %s quotes a folder for the shell, and says in a sentence that a link which leads nowhere is in the way',
  async (what, args) => {
    const parent = await mkdtemp(join(cwd, "it's here "))
    const { code, stdout } = await runCli(['new', what, ...args(join(parent, 'shop'))], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Next: cd '[^\n]*it'\\''s here [^\n]*\/shop'/)])
    await symlink('nowhere', join(cwd, 'link'))
    const link = await runCli(['new', what, ...args('link')], { cwd })
    expect([link.code, link.stderr]).toEqual([2, expect.stringContaining('expected a folder that does not exist or is empty')])
  },
)

import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tpkit-tab-'))
  await writeFile(join(folder, 'tpkit.config.yaml'), 'accounts:\n  qq-main: {}\n  qq-old: {}\nmethods:\n  wallet: qq-main\n')
  await writeFile(join(folder, 'other.yaml'), 'accounts:\n  elsewhere: {}\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** What a shell is offered behind these words; the last one is begun, or empty. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout } = await runCli(['complete', '--', ...words], { cwd: folder })
  expect(code).toBe(0)
  return stdout
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t')[0] ?? '')
}

/** What a real bash offers at the last of these words. */
async function pressed(stub: string, words: readonly string[]): Promise<readonly string[]> {
  const { stdout: script } = await runCli(['completion', 'bash'])
  const press = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); __tpkit_complete; printf '%s\\n' "\${COMPREPLY[@]}"`
  const args = ['--norc', '-c', `${stub}\n${script}\n${press}`, 'bash', ...words]
  const { stdout, stderr } = spawnSync('bash', args, { encoding: 'utf8', cwd: folder })
  expect(stderr).toBe('')
  return stdout.trim().split('\n')
}

describe('tpkit completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s that asks tpkit', async (shell) => {
    const { code, stdout, stderr } = await runCli(['completion', shell])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('tpkit complete -- ')
  })

  it('completes in a bash that has no package for it, behind "=", too', async () => {
    const stub = `tpkit() { printf -- '--scene\\thow\\n--schema\\tno\\n:4\\n'; }`
    expect(await pressed(stub, ['tpkit', 'pay', '--sc'])).toEqual(['--scene', '--schema'])
    const names = `tpkit() { printf 'qq-main\\t\\nqq-old\\t\\nother\\t\\n:4\\n'; }`
    expect(await pressed(names, ['tpkit', 'query', '--account', '=', 'qq'])).toEqual(['qq-main', 'qq-old'])
    expect(await pressed(names, ['tpkit', 'query', '--account', '='])).toEqual(['qq-main', 'qq-old', 'other'])
  })

  it('does not run what is offered, nor what was typed: no file appears', async () => {
    const evil = `tpkit() { printf '%s\\t\\n' '$(touch pwned1)' '\`touch pwned2\`' 'qq; touch pwned3'; }`
    for (const word of ['', '$', '`', '$(touch pwned4)', '`touch pwned5`', 'qq']) {
      await pressed(evil, ['tpkit', 'query', '--account', word])
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('pwned'))).toEqual([])
    for (const shell of ['bash', 'zsh', 'fish']) {
      expect((await runCli(['completion', shell])).stdout).not.toMatch(/\beval\b|compgen/)
    }
  })

  it('refuses another shell, and names those that it knows', async () => {
    const run = await runCli(['completion', 'tcsh'])
    expect(run).toMatchObject({ code: 2, stderr: expect.stringMatching(/Allowed choices are bash, zsh, fish/) })
  })

  it('gives the script to programs', async () => {
    expect(JSON.parse((await runCli(['completion', 'bash', '--json'])).stdout)).toMatchObject({ shell: 'bash' })
  })
})

describe('what is offered', () => {
  it('commands', async () => {
    expect(await offered('re')).toEqual(expect.arrayContaining(['refund', 'reverse', 'replay']))
    expect(await offered('')).not.toContain('complete')
  })

  it('options', async () => {
    expect(await offered('pay', '--a')).toEqual(expect.arrayContaining(['--account', '--auth-code', '--after-unknown']))
  })

  it('values that are known', async () => {
    expect(await offered('pay', '--scene', '')).toContain('micropay')
    expect(await offered('query', '--lang', '')).toEqual(['en', 'zh'])
    expect(await offered('trigger', 'wr')).toEqual(['wrong-password'])
    expect(await offered('apikeys', 'issue', '--scope', 'pay')).toEqual(['payments:read', 'payments:write'])
    expect(await offered('webhooks', 'd')).toEqual(['drop-old'])
    expect(await offered('webhooks', 't')).toEqual(['test'])
  })

  it('names of the configuration, this one or the one that is named', async () => {
    expect(await offered('query', 'T1', '--account', '')).toEqual(['qq-main', 'qq-old'])
    expect(await offered('pay', '--method', '')).toEqual(['wallet'])
    expect(await offered('pay', '-c', 'other.yaml', '--account', '')).toEqual(['elsewhere'])
  })

  it('no name that the schema of a configuration refuses', async () => {
    const names = ['$(touch pwned)', '`touch pwned`', 'a b', 'a\u001b[2J', 'a\n', 'A', 'a'.repeat(65), 'fine']
    const accounts = Object.fromEntries(names.map((name) => [name, {}]))
    await writeFile(join(folder, 'evil.yaml'), JSON.stringify({ accounts }))
    expect(await offered('pay', '-c', 'evil.yaml', '--account', '')).toEqual(['fine'])
  })

  it('no names where the configuration cannot be read', async () => {
    expect(await offered('pay', '-c', 'none.yaml', '--account', '')).toEqual([])
  })
})

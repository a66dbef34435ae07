import { execFile, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const launcher = fileURLToPath(new URL('../bin/tpkit.js', import.meta.url))

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function tpkit(
  args: readonly string[],
  options: { nodeArgs?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const { nodeArgs = [], env = {} } = options
  return new Promise((resolve) => {
    execFile(process.execPath, [...nodeArgs, launcher, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

describe('the tpkit command', () => {
  it('tells its version', async () => {
    await expect(tpkit(['--version'])).resolves.toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  it('says in one sentence when Node is too old', async () => {
    const old = "data:text/javascript,process=new Proxy(process,{get:(p,k)=>k==='versions'?{node:'20.20.2'}:Reflect.get(p,k)})"
    const ended = await tpkit(['demo'], { nodeArgs: ['--import', old] })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/^tpkit needs Node 22\.18 or newer, this is Node 20\.20\.2: [^\n]+\n$/)
  })

  it('refuses to start a sandbox in production, in one paragraph', async () => {
    const ended = await tpkit(['sandbox', '--port', '0', '--tls-port', '0'], { env: { NODE_ENV: 'production' } })
    expect(ended.code).toBe(2)
    expect(ended.stderr).toMatch(/^tpkit: [^\n]*\nsandbox: refuses to start in production[^\n]*\n$/)
  })

  it('ends with 1 where what it answers cannot be written: a full disk is no success', async () => {
    const code = await new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', '"$0" "$1" completion bash --json > /dev/full', process.execPath, launcher])
      child.on('exit', resolve)
    })
    expect(code).toBe(1)
  })

  it('loads commander alone for --help: no provider, no configuration', async () => {
    const hook = `import { registerHooks } from 'node:module'
      registerHooks({ load: (url, context, next) => (process.stderr.write(url + '\\n'), next(url, context)) })`
    const main = fileURLToPath(new URL('./main.ts', import.meta.url))
    const watched = ['--conditions=@tpkit/source', '--import', `data:text/javascript,${encodeURIComponent(hook)}`]
    const ended = await new Promise<Ended>((resolve) => {
      execFile(process.execPath, [...watched, main, '--help'], (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      })
    })
    const packages = ended.stderr.split('\n').filter((url) => url.startsWith('file:') && !url.includes('/packages/cli/src/'))
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: tpkit') })
    expect(packages.filter((url) => !url.includes('/node_modules/commander/'))).toEqual([])
  })
})

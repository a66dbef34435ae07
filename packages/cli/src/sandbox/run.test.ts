import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@tpkit/sandbox'
import { cny, loadTpkit } from 'tpkit'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parse, stringify } from 'yaml'
import { runCli, testDesk } from '../desk.fixture.ts'
import { runClock, runTrigger } from './steer.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tpkit-run-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

/** What `tpkit sandbox` prints until it is ready, or until it gives up; `child` is gone with the test. */
async function started(...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly printed: string }> {
  const ports = ['--port', '0', '--tls-port', '0']
  const env = { ...process.env, NODE_ENV: 'development', LANG: 'en_US.UTF-8', LC_ALL: '', npm_command: '' }
  const child = spawn(process.execPath, ['--conditions=@tpkit/source', main, 'sandbox', '--lang', 'en', ...ports, ...args], {
    env,
  })
  onTestFinished(() => ended(child))
  let printed = ''
  await new Promise<void>((resolve) => {
    const look = (chunk: Buffer): void => {
      printed += chunk
      if (printed.includes('Ctrl+C')) resolve()
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('close', resolve)
  })
  return { child, printed }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** The printed account, as it would be pasted. */
function accountIn(printed: string): Record<string, unknown> & { readonly endpoints: Record<string, string> } {
  return parse(printed.slice(printed.indexOf('accounts:'), printed.indexOf("payer's phone"))).accounts['qq-sandbox']
}

describe('tpkit sandbox', () => {
  it('has a statement at once of what was sold on a day that its clock was put back to', { timeout: 30_000 }, async () => {
    const before = Date.now()
    const { printed } = await started('--dir', join(dir, 'sandbox'), '--back', '2d')
    expect(printed).toContain('Its clock is 2d behind. Sell something now, then "tpkit clock +2d"')
    const entry = accountIn(printed)
    const { desk } = testDesk()
    const sandbox = { sandbox: entry.endpoints['https://qpay.qq.com'] ?? '', config: 'tpkit.config.yaml' }
    const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
    await writeFile(
      join(dir, 'tpkit.config.yaml'),
      stringify({ accounts: { qq: { ...entry, plugin } }, methods: { wallet: 'qq' } }),
    )
    const tpkit = await loadTpkit(join(dir, 'tpkit.config.yaml'))
    onTestFinished(() => tpkit.close())
    const account = tpkit.account('qq')
    await account.pay({ outTradeNo: 'BACK_1', total: cny.yuan('19.90'), scene: 'native', subject: 'tea' })
    await runTrigger(desk, sandbox, 'pay', 'BACK_1')
    const fact = await account.query({ outTradeNo: 'BACK_1', total: cny.yuan('19.90') })
    const paidAt = 'paidAt' in fact ? (fact.paidAt ?? 0) : 0
    expect(Math.abs(before - 2 * DAY_MS - paidAt)).toBeLessThan(60_000)
    const day = new Date(paidAt + BEIJING_MS).toISOString().slice(0, 10)
    await runClock(desk, sandbox, '+2d')
    const rows: unknown[] = []
    for await (const row of account.statement({ day, kind: 'trade' })) rows.push(row)
    expect(rows).toMatchObject([{ fact: { outTradeNo: 'BACK_1', status: 'paid' } }])
  })

  it('says what a new start ends, the second time', { timeout: 30_000 }, async () => {
    const folder = join(dir, 'sandbox')
    const first = await started('--dir', folder)
    expect(first.printed).not.toContain('Started again')
    await ended(first.child)
    const second = await started('--dir', folder)
    expect(second.printed).toMatch(/Started again in this folder: .*restart a shop that still runs/)
    expect({ ...accountIn(second.printed), endpoints: {} }).toEqual({ ...accountIn(first.printed), endpoints: {} })
  })

  it('says whose a taken port is, in the words of the options, and what to type instead', async () => {
    const sandbox = await startSandbox({ dir: join(dir, 'sandbox') })
    onTestFinished(() => sandbox.close())
    const [port = '', tlsPort = ''] = [sandbox.url, sandbox.tlsUrl].map((url) => new URL(url).port)
    const plain = await runCli(['sandbox', '--port', port, '--tls-port', '0', '--dir', 'other'], { cwd: dir })
    expect(plain).toMatchObject({ code: 2, stdout: '' })
    expect(plain.stderr).toContain(
      `--port: expected a free port, found ${port} taken by another sandbox (its folder: ${join(dir, 'sandbox')})\n`,
    )
    expect(plain.stderr).toMatch(/Next: [^\n]+\n {2}tpkit sandbox --port \d+ --tls-port \d+ --dir other {2}#/)
    const tls = await runCli(['sandbox', '--port', '0', '--tls-port', tlsPort, '--dir', 'other', '--lang', 'zh'], { cwd: dir })
    expect(tls.stderr).toContain(`--tls-port：端口 ${tlsPort} 已被占用，可能是另一个沙箱\n\n下一步：`)
    const same = await runCli(['sandbox', '--port', port], { cwd: dir })
    expect(same.stderr).toContain(`it runs already: open ${sandbox.url}/phone`)
    expect(await readdir(dir)).toEqual(['sandbox'])
  })

  it.each([
    [['--faults', 'xyzzy'], '故障 "xyzzy"；全部故障见 docs/faults.md'],
    [['--faults', 'notify-lots'], '是否想写 notify-lost'],
    [['--back', 'soon'], 'back：应为时长'],
  ])('says in Chinese what is wrong with %j', async (args, sentence) => {
    const { code, stderr } = await runCli(['sandbox', '--port', '0', '--tls-port', '0', '--lang', 'zh', ...args], { cwd: dir })
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
  })

  it('leaves a folder alone that another sandbox has, and one with files of a merchant', { timeout: 30_000 }, async () => {
    const folder = join(dir, 'sandbox')
    const first = await started('--dir', folder)
    const before = await readFile(join(folder, 'ca.pem'), 'utf8')
    const second = await started('--dir', folder)
    expect(second.printed).toMatch(
      new RegExp(
        `^tpkit: [^\\n]*\nsandbox: another sandbox \\(process ${first.child.pid} at http://127\\.0\\.0\\.1:\\d+\\) has this folder`,
      ),
    )
    expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(before)
    await writeFile(join(dir, 'apiclient_key.pem'), 'a key of mine')
    expect((await started('--dir', dir)).printed).toMatch(
      /apiclient_key\.pem was not written by a sandbox.*choose another folder/,
    )
    expect((await readdir(dir)).sort()).toEqual(['apiclient_key.pem', 'sandbox'])
    expect(await readFile(join(dir, 'apiclient_key.pem'), 'utf8')).toBe('a key of mine')
  })
})

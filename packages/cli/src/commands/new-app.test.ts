import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startSandbox } from '@tpkit/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'

const TMP = join(import.meta.dirname, '../../.tmp')
let folder: string

beforeAll(async () => {
  // Inside the workspace, so that the packages are found by their names.
  await mkdir(TMP, { recursive: true })
  folder = await mkdtemp(join(TMP, 'app-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('tpkit new app writes a shop that sells: pending with a QR code, and paid when the wallet says so', async () => {
  const made = await runCli(['new', 'app', 'my-shop'], { cwd: folder })
  expect(made).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/Next: cd \S+\n {2}npm run init /) })
  const app = join(folder, 'my-shop')
  const sandbox = await startSandbox({ dir: join(folder, 'sandbox') })
  const port = await freePort()
  const account = { ...sandbox.account, notifyUrl: `http://127.0.0.1:${port}/notify/qq-sandbox` }
  // JSON is YAML.
  const config = { accounts: { 'qq-sandbox': account }, methods: { wallet: 'qq-sandbox' } }
  await writeFile(join(app, 'tpkit.config.yaml'), JSON.stringify(config))
  const shop = started(app, port)
  try {
    const [, prompt] = await shop.said(/(https?:\S+)\nSHOP_\d+: pending\n/)
    const pressed = await fetch(`${sandbox.controlUrl}/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt, action: 'pay' }),
    })
    expect(pressed.status).toBe(200)
    await shop.said(/SHOP_\d+: paid\n/)
    const second = started(app, port)
    await second.said(/^port \d+: EADDRINUSE; end what listens there, or choose: PORT=8081 npm run dev\n$/)
  } finally {
    await shop.end()
    await sandbox.close()
  }
})

it('tpkit new app keeps what is there', async () => {
  await mkdir(join(folder, 'taken'))
  await writeFile(join(folder, 'taken/mine.txt'), 'mine')
  const { code, stderr } = await runCli(['new', 'app', 'taken', '--lang', 'zh'], { cwd: folder })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('没有写入任何文件') })
})

/** `npm run dev`, with the sources in the place of builds. */
function started(app: string, port: number) {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=@tpkit/source', 'src/shop.mjs'], {
    cwd: app,
    env: { ...process.env, PORT: String(port) },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  return {
    said: (what: RegExp) =>
      expect
        .poll(() => what.exec(text) ?? text, { timeout: 20_000 })
        .toSatisfy(Array.isArray)
        .then(() => what.exec(text) ?? []),
    end: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

import { generateKeyPairSync } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ConfigError, loadTpkit } from './index.ts'

const FIXTURES = join(import.meta.dirname, '../../../test-fixtures')
const KEY = 'canary-key-0123456789abcdef01234'

let folder: string

beforeAll(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../.tmp/ten-mistakes-'))
  await copyFile(join(FIXTURES, 'config/ten-mistakes.yaml'), join(folder, 'tpkit.config.yaml'))
  await copyFile(join(FIXTURES, 'keys/transport/expired-client.pem'), join(folder, 'expired.pem'))
  await copyKey('keys/transport/expired-client.key', 'expired.key')
  const [merchant, wallet] = [rsa(), rsa()]
  await writeFile(join(folder, 'wx.key'), merchant.privateKey, { mode: 0o600 })
  await writeFile(join(folder, 'wx-public.pem'), wallet.publicKey)
  vi.stubEnv('TEN_MISTAKES_KEY', KEY)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** As a key must be: its owner's alone. */
async function copyKey(from: string, to: string): Promise<void> {
  await writeFile(join(folder, to), await readFile(join(FIXTURES, from)), { mode: 0o600 })
}

function rsa(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

it('ten mistakes give ten findings in one run, each with file, line and cure, and no secret', async () => {
  const path = join(folder, 'tpkit.config.yaml')
  const error: unknown = await loadTpkit(path).catch((reason: unknown) => reason)
  if (!(error instanceof ConfigError)) throw error
  const [head, ...lines] = error.message.replaceAll(path, 'config').split('\n')
  expect(head).toBe('config: 10 problems')
  expect(lines.filter((line) => !line.startsWith('    ')).map((line) => line.trim())).toEqual([
    'config:5:12 accounts.qq-main.mchId: expected text, found a number; write it in quotes',
    'config:6:5 accounts.qq-main.apiKy: expected no such key; did you mean "apiKey"?',
    expect.stringMatching(/^config:11:13 accounts\.qq-shop\.apiKey: env:TEN_MISTAKES_NOT_SET: .* found it missing; set it$/),
    'config:12:23 accounts.qq-shop.operatorPassword: expected a key, found a placeholder; put the real one in',
    'config:14:5 accounts.qq-shop.operatorId: expected every key once, found one repeated; remove one of the two',
    'config:15:5 accounts.qq-shop.__proto__: expected a key of the configuration, found "__proto__"; remove it',
    expect.stringMatching(
      /^config:(16|20):\d+ accounts\.qq-old.*: .*expired on 2021-01-01; download a new one from the platform$/,
    ),
    'config:26:13 accounts.wx-main.serial: expected the serial number of the merchant certificate (商户API证书序列号), 40 hex digits',
    expect.stringMatching(/^config:31:11 methods\.wallet: .* found "qq-mian"; did you mean "qq-main"\?$/),
    expect.stringMatching(/^config:33:39 methods\.checkout\.0\.when\.scene\.0: .*; did you mean "native"\?$/),
  ])
  expect(error.problems.map(({ line }) => line)).toHaveLength(10)
  expect(error.message).toContain(`
    > 12 |     operatorPassword: …
         |                       ^`)
  expect(error.message).not.toContain(KEY)
})

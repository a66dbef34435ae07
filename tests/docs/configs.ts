/** Loads the configurations of the pages as the library would, with secrets and certificates drawn for the occasion. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadTpkit } from 'tpkit'
import { spokenError } from '../../packages/cli/src/desk/zh/spoken.ts'
import { type Block, ROOT } from './pages.ts'
import { CACHE } from './typescript.ts'

const QQ = `    plugin: "@tpkit/provider-qqwallet"
    mchId: "1900000109"
    apiKey: env:QQ_API_KEY
    notifyUrl: https://pay.example.com/notify/qq
`

/** What stands around a part of a file, by the block's word: yaml fragment=account. */
const AROUND: Readonly<Record<string, (text: string) => string>> = {
  accounts: (text) => `accounts:\n${text}`,
  account: (text) => `accounts:\n  qq:\n${QQ}${text}`,
  methods: (text) => `accounts:\n${['qq-main', 'qq-new', 'qq-shop-7'].map((name) => `  ${name}:\n${QQ}`).join('')}${text}`,
}

/** Loads it; answers the error where it is refused. Every reference finds something of its kind. */
export async function refusalOf(block: Block): Promise<string | undefined> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'config-'))
  const around = block.info.get('fragment')
  const text = around === undefined ? block.text : (AROUND[around] ?? String)(block.text)
  const before = { ...process.env }
  try {
    await provide(text, folder)
    const file = join(folder, block.info.get('file') ?? 'tpkit.config.yaml')
    await writeFile(file, `${text}\n`)
    await (await loadTpkit(file)).close()
    return undefined
  } catch (error) {
    // As the command tells it: a Chinese page shows it in Chinese.
    const message = spokenError(block.page.endsWith('.zh-CN.md') ? 'zh' : 'en', error)
    return message.replaceAll(`${folder}/`, '').replaceAll(folder, '/shop')
  } finally {
    process.env = before
    await rm(folder, { recursive: true })
  }
}

async function provide(text: string, folder: string): Promise<void> {
  for (const [, name = ''] of text.matchAll(/\benv:([A-Z0-9_]+)/g)) process.env[name] = envValue(name)
  for (const [, path = ''] of text.matchAll(/\bfile:([\w./-]+)/g)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await write(file)
    await chmod(file, 0o600)
  }
}

const secret = (): string => randomBytes(16).toString('hex')
const keys = join(ROOT, 'test-fixtures/keys/transport')
const alipayKeys = join(ROOT, 'test-fixtures/keys/alipay')

/** By what its name says it is: of a webhook, of content encryption, else any secret. */
function envValue(name: string): string {
  if (/^HOOK_/.test(name)) return `whsec_${randomBytes(32).toString('base64')}`
  return /_CONTENT_KEY$/.test(name) ? randomBytes(16).toString('base64') : secret()
}

/** By what its name says it is: certificate, its key, an authority, a wallet's RSA keys, else a secret. */
async function write(file: string): Promise<void> {
  const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
  // 应用私钥 and the three certificates belong together.
  if (/\/ali\/app_private_key/.test(file)) return copyFile(join(alipayKeys, 'app.key'), file)
  if (/\/appCertPublicKey.*\.crt$/.test(file)) return copyFile(join(alipayKeys, 'app.pem'), file)
  if (/\/alipayCertPublicKey.*\.crt$/.test(file)) return copyFile(join(alipayKeys, 'wallet-1.pem'), file)
  if (/\/alipayRootCert\.crt$/.test(file)) return copyFile(join(alipayKeys, 'root.pem'), file)
  if (/cert\.pem$/.test(file)) return copyFile(join(keys, 'client.pem'), file)
  if (/(?<!\/wx\/api)client_key\.pem$/.test(file)) return copyFile(join(keys, 'client.key'), file)
  if (/\bca\.pem$/.test(file)) return copyFile(join(keys, 'ca.pem'), file)
  if (/public.*\.pem$|pub_key\.pem$/.test(file)) return writeFile(file, pair().publicKey.export({ type: 'spki', format: 'pem' }))
  if (/\.pem$/.test(file)) return writeFile(file, pair().privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return writeFile(file, secret())
}

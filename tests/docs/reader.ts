/** Follows a page as its reader does: writes its files, types its command lines, one after the other, in an empty folder. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CliRun, runCli } from '../../packages/cli/src/desk.fixture.ts'
import { type Line, linesOf, tpkitWords } from './command-lines.ts'
import type { Page } from './pages.ts'
import { CACHE } from './typescript.ts'

export interface Said extends CliRun {
  readonly line: Line
}

/** Where a sandbox listens that takes the usual ports: the pages name them, a test takes free ones. */
const USUAL = { plain: 'http://127.0.0.1:9101', tls: 'https://127.0.0.1:9102' }
const STEERED = ['trigger', 'replay', 'clock']

/** Everything that was said to the lines of a page's blocks that are run. */
export async function follow({ blocks }: Page): Promise<readonly Said[]> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'reader-'))
  const [said, wallet]: [Said[], Wallet] = [[], walletIn(folder)]
  try {
    for (const block of blocks) {
      const file = block.info.get('file')
      if (file !== undefined && block.kind === 'ts') await writeFile(join(folder, file), block.text)
      if (block.kind !== 'sh') continue
      for (const line of linesOf(block)) {
        if (block.info.has('run')) said.push({ line, ...(await typed(line, folder, wallet)) })
        else if (tpkitWords(line.words)?.[0] === 'sandbox') await wallet.start()
      }
    }
    return said
  } finally {
    await wallet.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function typed({ words }: Line, folder: string, wallet: Wallet): Promise<CliRun> {
  const own = tpkitWords(words)
  if (!own) return run(words, folder)
  const where = STEERED.includes(own[0] ?? '') ? ['--sandbox', wallet.url()] : []
  return runCli([...own, ...where], { cwd: folder })
}

interface Wallet {
  readonly start: () => Promise<void>
  readonly url: () => string
  readonly stop: () => Promise<void>
}

/** The second terminal. What the first one wrote leads to the usual ports; it is led to the ones that were free. */
function walletIn(folder: string): Wallet {
  const end = new AbortController()
  let [url, ended]: [string, Promise<unknown>] = [USUAL.plain, Promise.resolve()]
  return {
    url: () => url,
    stop: async () => {
      end.abort()
      await ended
    },
    start: async () => {
      const printed = new Promise<string>((resolve, reject) => {
        const options = { cwd: folder, interrupt: end.signal, onOutput: (text: string) => /phone/.test(text) && resolve(text) }
        ended = runCli(['sandbox', '--port', '0', '--tls-port', '0'], options).then((said) => reject(new Error(said.stderr)))
        ended.catch(() => undefined)
      })
      const text = await printed
      const [plain = '', tls = ''] = [/http:\/\/127\.0\.0\.1:\d+/, /https:\/\/127\.0\.0\.1:\d+/].map((one) => one.exec(text)?.[0])
      url = plain
      const config = join(folder, 'tpkit.config.yaml')
      const before = await readFile(config, 'utf8')
      await writeFile(config, before.replaceAll(USUAL.plain, plain).replaceAll(USUAL.tls, tls))
      ended = ended.catch(() => undefined)
    },
  }
}

function run([command = '', ...args]: readonly string[], cwd: string): Promise<CliRun> {
  const child = spawn(command === 'node' ? process.execPath : command, ['--conditions=@tpkit/source', ...args], { cwd })
  const out: [string, string] = ['', '']
  child.stdout.on('data', (chunk) => {
    out[0] += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    out[1] += String(chunk)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, stdout: out[0], stderr: out[1] }))
  })
}

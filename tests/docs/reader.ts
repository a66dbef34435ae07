/** Follows a page as its reader does: writes its files, types its command lines, one after the other, in an empty folder. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { type CliRun, runCli } from '../../packages/cli/src/desk.fixture.ts'
import { keptMerchant } from '../../packages/cli/src/sandbox/kept.ts'
import { QQ_KEPT } from '../../packages/cli/src/sandbox/merchant.ts'
import { type Line, linesOf, tpkitWords } from './command-lines.ts'
import type { Block, Page } from './pages.ts'
import { CACHE } from './typescript.ts'

export interface Said extends CliRun {
  readonly line: Line
}

/** A block of command lines, what was said to them, and what the page shows of it. */
export interface Answered {
  readonly at: string
  readonly said: readonly Said[]
  readonly shown?: string
}

/** Where a sandbox listens that takes the usual ports: the pages name them, a test takes free ones. */
const USUAL = { plain: 'http://127.0.0.1:9101', tls: 'https://127.0.0.1:9102' }
const STEERED = ['trigger', 'replay', 'clock']

/** What was said to a page's blocks that are run, up to the first line that does not end with 0. */
export async function follow({ path, blocks }: Page): Promise<readonly Answered[]> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'reader-'))
  const [answered, wallet]: [Answered[], Wallet] = [[], walletIn(folder)]
  const shop: Place = { folder, wallet, language: path.endsWith('.zh-CN.md') ? 'zh_CN.UTF-8' : 'en_US.UTF-8' }
  // As `npm init -y` leaves it: what is no .mts is no module.
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }')
  try {
    for (const [index, block] of blocks.entries()) {
      const file = block.info.get('file')
      if (file !== undefined && block.kind === 'ts') await writeFile(join(folder, file), block.text)
      if (block.kind === 'sh' && startsSandbox(block)) await wallet.start()
      if (block.kind !== 'sh' || !block.info.has('run')) continue
      const said = await sayAll(linesOf(block), shop)
      const next = blocks[index + 1]
      answered.push({ at: `${block.page}:${block.line}`, said, ...(next?.info.has('output') && { shown: next.text }) })
      if (said.some(({ code }) => code !== 0)) return answered
    }
    return answered
  } finally {
    await wallet.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function startsSandbox(block: Block): boolean {
  return (
    !block.info.has('run') &&
    linesOf(block).some(({ words }) => tpkitWords(words)?.length === 1 && tpkitWords(words)?.[0] === 'sandbox')
  )
}

async function sayAll(lines: readonly Line[], place: Place): Promise<readonly Said[]> {
  const { folder, wallet } = place
  const said: Said[] = []
  for (const line of lines) {
    const one = await typed(line, place)
    const stdout = atUsualPorts(one.stdout, wallet).replaceAll(`${folder}/`, '')
    said.push({ line, ...one, stdout })
    if (one.code !== 0) break
  }
  return said
}

/** As a sandbox of the usual ports is told of: that it is another one is then not said. */
function atUsualPorts(text: string, wallet: Wallet): string {
  return text
    .replaceAll(wallet.url(), USUAL.plain)
    .replaceAll(wallet.tlsUrl(), USUAL.tls)
    .replaceAll(` --sandbox ${USUAL.plain}`, '')
    .replaceAll(new RegExp(`^(?:at the sandbox |沙箱：)${USUAL.plain}\\n`, 'gm'), '')
}

/** Whether a page shows what was said: "…" stands for anything, and blanks at the ends of lines do not count; those before a line do. */
export function shows(shown: string, said: string): boolean {
  const bare = (text: string) => text.replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '')
  const text = bare(said)
  const [first = '', ...parts] = bare(shown).split('…')
  const last = parts.pop()
  if (last === undefined) return first === text
  let from = text.startsWith(first) ? first.length : -1
  for (const part of parts) {
    const found = from < 0 ? -1 : text.indexOf(part, from)
    from = found < 0 ? -1 : found + part.length
  }
  return from >= 0 && text.length - last.length >= from && text.endsWith(last)
}

async function typed({ words }: Line, { folder, wallet, language }: Place): Promise<CliRun> {
  const own = tpkitWords(words)
  if (!own) return run(words, folder)
  const where = STEERED.includes(own[0] ?? '') ? ['--sandbox', wallet.url()] : []
  const asTyped = { npm_command: words[0] === 'npx' ? 'exec' : undefined }
  return runCli([...own, ...where], { cwd: folder, env: { LANG: language, ...asTyped } })
}

/** Where a reader sits. */
interface Place {
  readonly folder: string
  readonly wallet: Wallet
  readonly language: string
}

interface Wallet {
  readonly start: () => Promise<void>
  readonly url: () => string
  readonly tlsUrl: () => string
  readonly stop: () => Promise<void>
}

/** The second terminal: what `tpkit sandbox` does, but for ports that are free. What the first one wrote is led to them. */
function walletIn(folder: string): Wallet {
  let sandbox: Sandbox | undefined
  return {
    url: () => sandbox?.url ?? USUAL.plain,
    tlsUrl: () => sandbox?.tlsUrl ?? USUAL.tls,
    stop: async () => sandbox?.close(),
    start: async () => {
      const dir = join(folder, 'sandbox')
      const kept = await keptMerchant(dir, QQ_KEPT)
      sandbox = await startSandbox({ dir, ...(kept && { qqwallet: kept }) })
      const config = join(folder, 'tpkit.config.yaml')
      const before = await readFile(config, 'utf8')
      await writeFile(config, before.replaceAll(USUAL.plain, sandbox.url).replaceAll(USUAL.tls, sandbox.tlsUrl))
    },
  }
}

function run([command = '', ...args]: readonly string[], cwd: string): Promise<CliRun> {
  // In a checkout that was not built, the packages are found by their sources.
  const env = { ...process.env, NODE_OPTIONS: '--conditions=@tpkit/source' }
  const child = spawn(command, args, { cwd, env })
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

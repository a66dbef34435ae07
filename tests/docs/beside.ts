/** Types what a page says beside `npm start`: its lines in a shell, one after the other, held against what the page shows. */
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { runCli } from '../../packages/cli/src/desk.fixture.ts'
import { linesOf, tpkitWords } from './command-lines.ts'
import type { Block, Page } from './pages.ts'
import { shows } from './reader.ts'

/** A gateway that runs, and what it has printed so far. */
export interface Beside {
  /** `http://127.0.0.1:40127`: the pages name the usual port, a test takes a free one. */
  readonly url: string
  readonly printed: () => string
}

/** Whoever types: their shell's variables, and everything that they have seen since they sat down. */
interface Typist {
  readonly beside: Beside
  readonly env: Record<string, string>
  seen: string
}

const USUAL = 'http://127.0.0.1:8080'
const PATIENCE_MS = 10_000

/** What goes otherwise than the page says, up to the first thing; nothing where all of it is as it says. */
export async function typeBeside({ path, blocks }: Page, beside: Beside): Promise<readonly string[]> {
  const typist: Typist = { beside, env: { LANG: path.endsWith('.zh-CN.md') ? 'zh_CN.UTF-8' : 'en_US.UTF-8' }, seen: '' }
  for (const [index, block] of blocks.entries()) {
    const wrong = await wrongAt(block, blocks[index + 1], typist)
    if (wrong !== undefined) return [`${block.page}:${block.line}: ${wrong}`]
  }
  return []
}

async function wrongAt(block: Block, next: Block | undefined, typist: Typist): Promise<string | undefined> {
  if (block.kind === 'text' && block.info.has('start')) return appears(block.text, typist.beside)
  if (block.kind !== 'sh' || !block.info.has('gateway')) return undefined
  let said = ''
  for (const line of rowsOf(block)) {
    const { code, text } = await typed(line, block, typist)
    said += text
    typist.seen += text
    if (code !== 0) return `expected ${line} to end with 0, found ${code}: ${text}`
  }
  return next?.info.has('output') && !shows(next.text, said) ? `expected ${next.text}, found ${said}` : undefined
}

function rowsOf({ text }: Block): readonly string[] {
  return text.replace(/\\\n\s*/g, ' ').split('\n')
}

/** What the terminal of `npm start` shows, soon. */
async function appears(text: string, { printed }: Beside): Promise<string | undefined> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(100))
    if (printed().includes(text)) return undefined
  return `expected "npm start" to print ${text}, found ${printed()}`
}

interface Answer {
  readonly code: number
  readonly text: string
}

async function typed(line: string, block: Block, typist: Typist): Promise<Answer> {
  const [, name, pattern] = /^export (\w+)=(\S+)$/.exec(line) ?? []
  if (name !== undefined && pattern !== undefined) return copied(name, pattern, typist)
  const [{ words } = { words: [] }] = linesOf({ ...block, text: line })
  const own = tpkitWords(words)
  const { code, stdout } = own
    ? await runCli(own, { env: { ...typist.env, npm_command: 'exec' } })
    : await inShell(line.replaceAll(USUAL, typist.beside.url), typist.env)
  const text = stdout.replaceAll('\r', '').replaceAll(typist.beside.url, USUAL)
  return { code, text: text.endsWith('\n') || text === '' ? text : `${text}\n` }
}

/** `export PAYMENT=ord_…`: a reader copies the whole line where one was printed, else the rest of it from what was printed last. */
function copied(name: string, pattern: string, { beside, env, seen }: Typist): Answer {
  const line = `export ${name}=`
  const all = `${beside.printed()}\n${seen}`
  const value = lastLike(line + pattern, all)?.slice(line.length) ?? lastLike(pattern, all)
  if (value === undefined) return { code: 1, text: `nothing like ${pattern} was printed` }
  env[name] = value
  return { code: 0, text: '' }
}

export function lastLike(pattern: string, printed: string): string | undefined {
  const parts = pattern.split('…').map((part) => part.replaceAll(/[.*+?^$()|[\]\\{}]/g, '\\$&'))
  return [...printed.matchAll(new RegExp(parts.join('[^\\s"\',}]*'), 'g'))].at(-1)?.[0]
}

function inShell(
  line: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly stdout: string }> {
  const child = spawn('sh', ['-c', line], { env: { ...process.env, no_proxy: '127.0.0.1', ...env } })
  let stdout = ''
  child.stdout.on('data', (piece) => {
    stdout += String(piece)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, stdout }))
  })
}

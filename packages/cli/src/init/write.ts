import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isThere } from '../desk/files.ts'

/** What became of a file. */
export type Written = 'written' | 'extended' | 'kept'

/** A new file; one that is there stays, unless it may be replaced. */
export async function writeNew(path: string, text: string, replace: boolean): Promise<Written> {
  if (!replace && (await isThere(path))) return 'kept'
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text, { flag: replace ? 'w' : 'wx' })
  return 'written'
}

/** Adds the lines that a file lacks; what it says already stays. */
export async function addLines(path: string, head: string, lines: readonly string[]): Promise<Written> {
  const before = await readFile(path, 'utf8').catch(() => '')
  const known = before.split(/\r?\n/).map((line) => line.trim())
  const missing = lines.filter((line) => !known.includes(line))
  if (missing.length === 0) return 'kept'
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  await writeFile(path, `${before}${gap}# ${head}\n${missing.join('\n')}\n`)
  return before === '' ? 'written' : 'extended'
}

/** A file of variables: written where there is none; the variables that an older one lacks are added to it. */
export async function addVariables(path: string, text: string): Promise<Written> {
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before === undefined) return writeNew(path, text, false)
  const [, ...paragraphs] = text.trimEnd().split('\n\n')
  const missing = paragraphs.filter((paragraph) => !before.includes(`\n${lastLine(paragraph)}`))
  if (missing.length === 0) return 'kept'
  await writeFile(path, `${before.trimEnd()}\n\n${missing.join('\n\n')}\n`)
  return 'extended'
}

function lastLine(paragraph: string): string {
  return paragraph.split('\n').at(-1) ?? ''
}

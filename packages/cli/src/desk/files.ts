import { constants } from 'node:fs'
import { access, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { tpError } from '@tpkit/core'
import type { Lang } from '../lang.ts'
import type { Desk } from './desk.ts'
import { errnoText } from './errno.ts'

interface Words {
  readonly unreadable: (option: string, path: string, code: string) => string
  readonly unwritable: (option: string, path: string, code: string) => string
  readonly foreign: (option: string, path: string) => string
}

const WORDS: Readonly<Record<Lang, Words>> = {
  en: {
    unreadable: (option, path, code) => `${option}: expected a readable file at ${path}, found ${code}; name another one`,
    unwritable: (option, path, code) =>
      `${option}: expected a place where a file can be written, found ${code} at ${path}; name another one`,
    foreign: (option, path) =>
      `${option}: expected a new file or one that this command wrote, found another at ${path}; choose another name`,
  },
  zh: {
    unreadable: (option, path, code) => `${option}：${path} 不可读（${code}）；请换一个文件`,
    unwritable: (option, path, code) => `${option}：无法写入 ${path}（${code}）；请换一个位置`,
    foreign: (option, path) => `${option}：${path} 已存在，且不是本命令写的；请换一个名称`,
  },
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** A file that the person named. */
export async function readGiven(desk: Desk, option: string, given: string): Promise<Buffer> {
  return readFile(desk.path(given)).catch((error: unknown) => {
    throw tpError('INVALID', WORDS[desk.lang].unreadable(option, given, errnoText(desk.lang, codeOf(error))))
  })
}

/** Whether a new file can be written there, asked before there is anything to write. */
export async function demandWritable(desk: Desk, option: string, path: string): Promise<void> {
  const folder = dirname(path)
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw unwritable(desk, option, folder, error)
  })
}

/** Says of what the file system refused to write that the option is at fault; what is no error of the file system stays. */
export function unwritable(desk: Desk, option: string, path: string, error: unknown): unknown {
  const isOfSystem = error instanceof Error && 'syscall' in error
  return isOfSystem ? tpError('INVALID', WORDS[desk.lang].unwritable(option, path, errnoText(desk.lang, codeOf(error)))) : error
}

/** A generated file: where it goes, and what is in every file of its kind. */
export interface Generated {
  readonly option: string
  readonly path: string
  readonly text: string
  readonly mark: string
}

/** Writes it anew; a file of somebody else stays. Answers whether anything changed. */
export async function writeGenerated(desk: Desk, { option, path, text, mark }: Generated): Promise<boolean> {
  const before = await readFile(path, 'utf8').catch(() => '')
  if (before === text) return false
  if (before.trim() !== '' && !before.includes(mark)) throw tpError('INVALID', WORDS[desk.lang].foreign(option, path))
  await writeFile(path, text).catch((error: unknown) => {
    throw unwritable(desk, option, path, error)
  })
  return true
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

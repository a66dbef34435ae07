import { type Stats, type StatsListener, unwatchFile, watchFile } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { shortly } from '../config/problem.ts'
import { isTPError, tpError } from '../errors.ts'
import type { Settings } from '../ports.ts'
import { readBytes } from './secrets.ts'

const TEXT: readonly string[] = ['.yaml', '.yml', '.json']
const MODULE: readonly string[] = ['.ts', '.mts', '.mjs', '.js']

export interface FileSettingsOptions {
  /** How often a text file is looked at for changes. Default: 2000. */
  readonly intervalMs?: number
}

/**
 * One configuration file: text (`.yaml`, `.yml`, `.json`), which is watched; or a module (`.ts`, `.mts`, `.mjs`, `.js`), whose default
 * export is the configuration or a function that gives it, and which a running program does not load again.
 */
export function fileSettings(path: string, { intervalMs = 2000 }: FileSettingsOptions = {}): Settings {
  const full = resolve(path)
  const known = { name: path, base: resolve(full, '..') }
  const ending = extname(path)
  if (MODULE.includes(ending)) return { read: async () => ({ ...known, value: await exported(full, path) }) }
  if (!TEXT.includes(ending)) return { read: async () => Promise.reject(await unknownEnding(full, path)) }
  return {
    read: async () => ({ ...known, text: textOf(await readBytes(full, path), path) }),
    watch: (changed) => watchText(full, intervalMs, changed),
  }
}

/** Bytes that are none would become other letters without a word: in a name, or in a key. */
function textOf(bytes: Uint8Array, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Told below.
  }
  throw tpError('CONFIG', `${path}: expected UTF-8 text, found other bytes (GBK or UTF-16, perhaps); save it as UTF-8`)
}

async function unknownEnding(full: string, path: string): Promise<Error> {
  const isFolder = await stat(full).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) return tpError('CONFIG', `${path}: expected a file, found a folder; name the file in it`)
  const ending = extname(path)
  const found = ending === '' ? 'none' : `"${ending}"`
  return tpError('CONFIG', `${path}: expected a file that ends in ${[...TEXT, ...MODULE].join(', ')}, found ${found}; rename it`)
}

/** A file that is written in pieces may be sound after each of them, and say half. */
const STILL_MS = 300
const MOST_LOOKS = 10

/**
 * By looking at what the path leads to, so that a swapped link is seen: that is how Kubernetes and deploy tools change a file. Told once
 * two looks in a row found the same, or after ten that did not.
 */
function watchText(path: string, interval: number, changed: () => void): () => void {
  let settling = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = (before: Look | undefined, left: number): void => {
    timer = setTimeout(
      async () => {
        const now = await lookAt(path)
        if (!settling) return
        if (left > 0 && !isSame(now, before)) return settle(now, left - 1)
        settling = false
        changed()
      },
      Math.min(STILL_MS, interval),
    ).unref()
  }
  const look: StatsListener = (now, before) => {
    if (settling || isSame(now, before)) return
    settling = true
    settle(now, MOST_LOOKS)
  }
  watchFile(path, { persistent: false, interval }, look)
  return () => {
    settling = false
    clearTimeout(timer)
    unwatchFile(path, look)
  }
}

type Look = Pick<Stats, 'mtimeMs' | 'size' | 'ino'>

/** Undefined while there is no file. */
function lookAt(path: string): Promise<Look | undefined> {
  return stat(path).catch(() => undefined)
}

function isSame(now: Look | undefined, before: Look | undefined): boolean {
  return now?.mtimeMs === before?.mtimeMs && now?.size === before?.size && now?.ino === before?.ino
}

async function exported(full: string, path: string): Promise<unknown> {
  // A missing file is told as one, not as a module that fails.
  await readBytes(full, path)
  const module = await attempt<{ readonly default?: unknown }>(full, path, () => import(pathToFileURL(full).href))
  const value =
    typeof module.default === 'function' ? await attempt<unknown>(full, path, module.default as () => unknown) : module.default
  if (value !== undefined) return value
  throw tpError(
    'CONFIG',
    `${path}: expected the configuration as default export, or a function that gives it, found none; write "export default { accounts: … }"`,
  )
}

async function attempt<T>(full: string, path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isTPError(error)) throw error
    const found = shortly(error)
    const line = lineIn(error, full)
    throw tpError(
      'CONFIG',
      line === undefined
        ? `${path}: expected a module that loads, found that it fails: ${found}; run it by itself to see where`
        : `${path}:${line}: expected a module that loads, found that it fails there: ${found}; mend that line`,
    )
  }
}

/** The line of the file that failed, where Node says so: in front of a syntax error of TypeScript, and where something was thrown. */
function lineIn(error: unknown, full: string): string | undefined {
  const stack = (error instanceof Error && error.stack) || ''
  const at = [`${pathToFileURL(full).href}:`, `${full}:`].find((place) => stack.includes(place))
  return at === undefined ? undefined : /^\d+/.exec(stack.slice(stack.indexOf(at) + at.length))?.[0]
}

import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Desk } from '../desk/desk.ts'

/** A generated file, where it went and whether anything changed. */
export interface Put {
  /** From where the command runs; undefined where it was printed. */
  readonly path?: string
  readonly changed: boolean
}

export interface PutOptions {
  readonly config: string
  readonly out?: string
  /** Beside the configuration, unless `out` says otherwise. */
  readonly usual: string
}

/** Writes a generated file, or prints it for `-`. One that is the same already is left alone. */
export async function put(desk: Desk, text: string, { config, out, usual }: PutOptions): Promise<Put> {
  if (out === '-') {
    desk.terminal.stdout.write(text)
    return { changed: true }
  }
  const path = out === undefined ? join(dirname(desk.path(config)), usual) : desk.path(out)
  const before = await readFile(path, 'utf8').catch(() => undefined)
  if (before !== text) await writeFile(path, text)
  return { path: relative(desk.terminal.cwd, path), changed: before !== text }
}

import { dirname, join, relative } from 'node:path'
import type { Desk } from '../desk/desk.ts'
import { writeGenerated } from '../desk/files.ts'

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
  /** What is in every such file; another one is not overwritten. */
  readonly mark: string
}

/** Writes a generated file, or prints it for `-`. One that is the same already is left alone. */
export async function put(desk: Desk, text: string, { config, out, usual, mark }: PutOptions): Promise<Put> {
  if (out === '-') {
    if (desk.json) desk.answer({ text })
    else desk.terminal.stdout.write(text)
    return { changed: true }
  }
  const path = out === undefined ? join(dirname(desk.path(config)), usual) : desk.path(out)
  const changed = await writeGenerated(desk, { option: '--out', path, text, mark })
  return { path: relative(desk.terminal.cwd, path), changed }
}

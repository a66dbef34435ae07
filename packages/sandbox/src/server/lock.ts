import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from './errno.ts'

const LOCK_FILE = 'sandbox.lock'

/** Of this process: a lock file that names this process and is not here was left by another one with the same number. */
const held = new Set<string>()

/**
 * Keeps a folder for one sandbox until what it answers with is called. Rejects while another one has it: a second sandbox would
 * draw the certificates anew under the first.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  const path = join(await realpath(dir), LOCK_FILE)
  if (held.has(path)) throw inUse(path, process.pid)
  held.add(path)
  try {
    await claim(path)
  } catch (error) {
    held.delete(path)
    throw error
  }
  return async () => {
    if ((await holderOf(path)) === process.pid) await rm(path, { force: true })
    held.delete(path)
  }
}

async function claim(path: string): Promise<void> {
  if (!(await isWritten(path))) await takeOver(path)
}

/**
 * One at a time: whoever removes a dead one's file must know that it is still that file, and not one that somebody else has
 * just written in its place.
 */
async function takeOver(path: string): Promise<void> {
  const turn = `${path}.turn`
  if (!(await isWritten(turn))) throw inUse(turn, await holderOf(turn))
  try {
    const holder = await holderOf(path)
    // An empty file is being written this very moment.
    if (!Number.isSafeInteger(holder) || holder <= 0 || (holder !== process.pid && isRunning(holder))) throw inUse(path, holder)
    await rm(path, { force: true })
    if (!(await isWritten(path))) throw inUse(path, await holderOf(path))
  } finally {
    await rm(turn, { force: true })
  }
}

async function holderOf(path: string): Promise<number> {
  return Number(await readFile(path, 'utf8').catch(() => ''))
}

/** False where the file is there already. */
async function isWritten(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM' // somebody else's, and it runs
  }
}

function inUse(path: string, pid: number): Error {
  const process = Number.isSafeInteger(pid) && pid > 0 ? ` (process ${pid})` : ''
  return new Error(
    `sandbox: another sandbox${process} has this folder; end it, choose another folder, or delete ${path} if no sandbox runs there`,
  )
}

import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
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
  if (await isWritten(path)) return
  const holder = await holderOf(path)
  // An empty file is being written this very moment.
  if (!Number.isSafeInteger(holder) || holder <= 0 || (holder !== process.pid && isRunning(holder))) throw inUse(path, holder)
  await rm(path, { force: true })
  if (!(await isWritten(path))) throw inUse(path, holder)
  // Whoever found the same stale file may have removed this one for it: the last to write stays, everybody else sees that.
  await pause(SETTLED_MS)
  const last = await holderOf(path)
  if (last !== process.pid) throw inUse(path, last)
}

/** Longer than it takes from reading a stale file to writing one's own. */
const SETTLED_MS = 200

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

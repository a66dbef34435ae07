import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from './errno.ts'

const LOCK_FILE = 'sandbox.lock'

/** Where a sandbox listens. */
export interface Doors {
  readonly url: string
  readonly tlsUrl: string
}

/** A sandbox that has a folder. */
export interface Holder extends Partial<Doors> {
  /** Of its process. */
  readonly pid: number
}

/**
 * Who has a folder: its lock file holds the number of the process, and below it, a line each, where that sandbox listens.
 * Undefined where no sandbox runs there.
 *
 * @example const { url } = (await sandboxIn('sandbox')) ?? {}
 */
export async function sandboxIn(dir: string): Promise<Holder | undefined> {
  const holder = await holderOf(join(dir, LOCK_FILE))
  return holder && isRunning(holder.pid) ? holder : undefined
}

/** Of this process: a lock file that names this process and is not here was left by another one with the same number. */
const held = new Set<string>()

/**
 * Keeps a folder for one sandbox until what it answers with is called. Rejects while another one has it: a second sandbox would
 * draw the certificates anew under the first.
 */
export async function lockFolder(dir: string, doors?: Doors): Promise<() => Promise<void>> {
  const path = join(await realpath(dir), LOCK_FILE)
  if (held.has(path)) throw inUse(path, (await holderOf(path)) ?? { pid: process.pid })
  held.add(path)
  const text = [process.pid, ...(doors ? [doors.url, doors.tlsUrl] : []), ''].join('\n')
  try {
    await claim(path, text)
  } catch (error) {
    held.delete(path)
    throw error
  }
  return async () => {
    if ((await holderOf(path))?.pid === process.pid) await rm(path, { force: true })
    held.delete(path)
  }
}

async function claim(path: string, text: string): Promise<void> {
  if (!(await isWritten(path, text))) await takeOver(path, text)
}

/**
 * One at a time: whoever removes a dead one's file must know that it is still that file, and not one that somebody else has
 * just written in its place.
 */
async function takeOver(path: string, text: string): Promise<void> {
  const turn = `${path}.turn`
  if (!(await isWritten(turn, text))) throw inUse(turn, await holderOf(turn))
  try {
    const holder = await holderOf(path)
    // An empty file is being written this very moment.
    if (!holder || (holder.pid !== process.pid && isRunning(holder.pid))) throw inUse(path, holder)
    await rm(path, { force: true })
    if (!(await isWritten(path, text))) throw inUse(path, await holderOf(path))
  } finally {
    await rm(turn, { force: true })
  }
}

/** Undefined where the file is not there, or says nothing yet. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const [first = '', url, tlsUrl] = (await readFile(path, 'utf8').catch(() => '')).split('\n')
  const pid = Number(first)
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  return { pid, ...(url && { url }), ...(tlsUrl && { tlsUrl }) }
}

/** False where the file is there already. */
async function isWritten(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' })
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

function inUse(path: string, holder: Holder | undefined): Error {
  const where = holder?.url === undefined ? '' : ` at ${holder.url}`
  const who = holder ? ` (process ${holder.pid}${where})` : ''
  return new Error(
    `sandbox: another sandbox${who} has this folder; end it, choose another folder, or delete ${path} if no sandbox runs there`,
  )
}

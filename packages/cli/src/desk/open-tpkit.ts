import { dirname } from 'node:path'
import { tpError } from '@tpkit/core'
import { type AccountHandle, ConfigError, loadTpkit, type Tpkit } from 'tpkit'
import { neverStarted } from '../sandbox/never-started.ts'
import { WORDS } from '../sandbox/words.ts'
import type { Desk } from './desk.ts'
import { remarked } from './remark.ts'

/** Reads the configuration for one piece of work, and lets its connections go afterwards. */
export async function withTpkit<Result>(desk: Desk, config: string, work: (tpkit: Tpkit) => Promise<Result>): Promise<Result> {
  const tpkit = await opened(desk, config, loadTpkit)
  try {
    return await work(tpkit)
  } finally {
    await tpkit.close()
  }
}

/** Opens what a configuration names; says where only its sandbox was never started. */
export async function opened<Opened>(desk: Desk, config: string, open: (path: string) => Promise<Opened>): Promise<Opened> {
  const path = desk.path(config)
  try {
    return await open(path)
  } catch (error) {
    throw (await sandboxFirst(desk, path, error)) ?? error
  }
}

/** Where nothing is wrong with a configuration but that its sandbox was never started, that alone is said. */
async function sandboxFirst(desk: Desk, path: string, error: unknown): Promise<Error | undefined> {
  if (!(error instanceof ConfigError)) return undefined
  const folders = await Promise.all(error.problems.map((problem) => neverStarted(problem, dirname(path))))
  const [folder] = folders
  if (folder === undefined || folders.includes(undefined)) return undefined
  const message = `${folder}: expected the certificates that the sandbox draws when it starts, found none`
  return remarked(tpError('CONFIG', message), WORDS[desk.lang].notStarted)
}

/** The account that was named, else the only one. */
export function accountOf(tpkit: Tpkit, name: string | undefined): AccountHandle {
  return tpkit.account(name ?? onlyOne('--account', tpkit.accounts))
}

/** Guessing among several would pay into the wrong pocket. */
export function onlyOne(option: string, names: readonly string[]): string {
  const [name, ...others] = names
  if (name !== undefined && others.length === 0) return name
  throw tpError('INVALID', `${option}: expected one of ${names.join(', ') || '(the configuration has none)'}, found none given`)
}

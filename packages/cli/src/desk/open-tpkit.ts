import { tpError } from '@tpkit/core'
import { type AccountHandle, loadTpkit, type Tpkit } from 'tpkit'
import type { Desk } from './desk.ts'

/** Reads the configuration for one piece of work, and lets its connections go afterwards. */
export async function withTpkit<Result>(desk: Desk, config: string, work: (tpkit: Tpkit) => Promise<Result>): Promise<Result> {
  const tpkit = await loadTpkit(desk.path(config))
  try {
    return await work(tpkit)
  } finally {
    await tpkit.close()
  }
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

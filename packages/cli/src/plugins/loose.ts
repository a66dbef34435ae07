import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

/** What a file says, whether or not it is a configuration that can be used; undefined where it cannot be read. */
export async function readLoosely(config: string): Promise<unknown> {
  try {
    if (!/\.[cm]?[jt]s$/.test(config)) return parse(await readFile(config, 'utf8'))
    const { default: value }: { default?: unknown } = await import(pathToFileURL(resolve(config)).href)
    return typeof value === 'function' ? await value() : value
  } catch {
    return undefined
  }
}

/** A field of what may be anything. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** What an account says itself, else the one that it extends; a circle ends. */
export function said(accounts: unknown, account: string, name: string, left = 16): unknown {
  const entry = field(accounts, account)
  const parent = field(entry, 'extends')
  return field(entry, name) ?? (typeof parent === 'string' && left > 0 ? said(accounts, parent, name, left - 1) : undefined)
}

/** An account with everything that it takes from those it extends; a circle ends. */
export function wholeEntry(accounts: unknown, account: string, left = 16): Readonly<Record<string, unknown>> {
  const entry = field(accounts, account)
  const own = typeof entry === 'object' && entry !== null ? { ...entry } : {}
  const parent = field(entry, 'extends')
  return typeof parent === 'string' && left > 0 ? { ...wholeEntry(accounts, parent, left - 1), ...own } : own
}

/** The accounts that extend an account. */
export function heirsOf(accounts: unknown, account: string): readonly string[] {
  const entries = Object.entries(typeof accounts === 'object' && accounts !== null ? accounts : {})
  return entries.filter(([, entry]) => field(entry, 'extends') === account).map(([name]) => name)
}

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import type { Terminal } from '../desk/terminal.ts'

/** What the schema of a configuration takes for a name. Anything else would be text of somebody's choice in a shell. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/

/**
 * The names in the configuration that these words mean; none where it cannot be read. Only text is read: a press of a key runs
 * nobody's code and follows no reference to a secret.
 */
export function configuredNames(kind: 'accounts' | 'methods', words: readonly string[], terminal: Terminal): readonly string[] {
  const path = resolve(terminal.cwd, configOf(words) ?? terminal.env.TPKIT_CONFIG ?? 'tpkit.config.yaml')
  try {
    const value: unknown = parse(readFileSync(path, 'utf8'))
    const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, kind) : undefined
    return typeof found === 'object' && found !== null ? Object.keys(found).filter((name) => NAME.test(name)) : []
  } catch {
    return []
  }
}

function configOf(words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => word === '-c' || word === '--config')
  const joined = words.findLast((word) => word.startsWith('--config='))
  return at === -1 ? joined?.slice('--config='.length) : words[at + 1]
}

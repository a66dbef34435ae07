import { isTPError } from '../errors.ts'
import type { Secrets } from '../ports.ts'
import type { PathProblem } from './path-problem.ts'
import type { Path } from './plain-data.ts'

/** A value with every reference in it followed. */
export interface Resolved {
  readonly value: unknown
  /** References that could not be read; they are left out of the value. */
  readonly bad: readonly PathProblem[]
  /** Those that were read. */
  readonly read: readonly ReadReference[]
}

export interface ReadReference {
  readonly path: Path
  readonly reference: string
  readonly text: string
}

const REFERENCE = /^(env|file):/

export function isReference(text: string): boolean {
  return REFERENCE.test(text)
}

/**
 * Replaces every `env:` and `file:` text, however deep, by what it names. Files that are no text become `base64:` and
 * their bytes. What cannot be read is reported and left out.
 */
export async function resolveReferences(value: unknown, secrets: Secrets, base: string): Promise<Resolved> {
  const bad: PathProblem[] = []
  const read: ReadReference[] = []
  const follow = async (reference: string, path: Path): Promise<string | undefined> => {
    try {
      const text = asText(await secrets.read(reference, base))
      read.push({ path, reference, text })
      return text
    } catch (error) {
      bad.push({ path, reason: isTPError(error) ? error.message : `${reference}: cannot be read` })
      return undefined
    }
  }
  const within = async (item: unknown, path: Path): Promise<unknown> => {
    if (typeof item === 'string') return isReference(item) ? follow(item, path) : item
    if (Array.isArray(item)) return Promise.all(item.map((each, index) => within(each, [...path, index])))
    if (typeof item !== 'object' || item === null) return item
    const entries = Object.entries(item).map(async ([name, each]) => [name, await within(each, [...path, name])] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
  return { value: await within(value, []), bad, read }
}

function asText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Not text: a .p12 file, for one.
  }
  return `base64:${Buffer.from(bytes).toString('base64')}`
}

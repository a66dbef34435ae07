import { isTPError } from '../errors.ts'
import type { Secrets } from '../ports.ts'
import type { Path } from './document.ts'

/** A reference that could not be read. */
export interface BadReference {
  readonly path: Path
  readonly reason: string
}

const REFERENCE = /^(env|file):/

/**
 * Replaces every `env:` and `file:` text, however deep, by what it names. Files that are no text become `base64:` and
 * their bytes. What cannot be read is reported and left out.
 */
export async function resolveReferences(
  value: unknown,
  secrets: Secrets,
  base: string,
  bad: BadReference[],
  path: Path = [],
): Promise<unknown> {
  if (typeof value === 'string') return REFERENCE.test(value) ? resolved(value, secrets, base, bad, path) : value
  if (Array.isArray(value)) {
    return Promise.all(value.map((item, index) => resolveReferences(item, secrets, base, bad, [...path, index])))
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(
    async ([name, item]) => [name, await resolveReferences(item, secrets, base, bad, [...path, name])] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function resolved(
  reference: string,
  secrets: Secrets,
  base: string,
  bad: BadReference[],
  path: Path,
): Promise<string | undefined> {
  try {
    return asText(await secrets.read(reference, base))
  } catch (error) {
    bad.push({ path, reason: isTPError(error) ? error.message : `${reference}: cannot be read` })
    return undefined
  }
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

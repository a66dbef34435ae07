import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { tpError } from '../errors.ts'
import type { Secrets } from '../ports.ts'

/** `env:NAME` from the environment, `file:path` relative to the configuration. */
export const systemSecrets: Secrets = {
  read: async (reference, base) => {
    const { kind, name } = parts(reference)
    if (kind === 'env') return fromEnvironment(name)
    if (kind === 'file') return readBytes(resolve(base, name), reference)
    throw tpError('CONFIG', `expected a reference env:NAME or file:path, found the kind "${kind}"`)
  },
  exposure: async (reference, base) => {
    const { kind, name } = parts(reference)
    // Windows has no modes: what Node shows there says nothing.
    if (kind !== 'file' || process.platform === 'win32') return undefined
    const who = await strangers(resolve(base, name))
    return who === undefined
      ? undefined
      : `${reference}: expected a file that its owner alone may read, found ${who}; chmod 600 it (Kubernetes: defaultMode: 0400 at the secret's volume)`
  },
}

function parts(reference: string): { readonly kind: string; readonly name: string } {
  const colon = reference.indexOf(':')
  return { kind: reference.slice(0, colon), name: reference.slice(colon + 1) }
}

function fromEnvironment(name: string): Uint8Array {
  const value = process.env[name]
  if (value !== undefined && value !== '') return Buffer.from(value)
  throw tpError(
    'CONFIG',
    `env:${name}: expected the environment variable ${name}, found it ${value === '' ? 'empty' : 'missing'}; set it`,
  )
}

/** The bytes of a file. Throws `CONFIG` that names it as the configuration does. */
export async function readBytes(path: string, reference: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw tpError(
      'CONFIG',
      `${reference}: expected a readable file at ${path}, found ${code}; check the path and who may read it`,
    )
  }
}

async function strangers(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return undefined
  const mode = (found.mode & 0o777).toString(8).padStart(3, '0')
  if ((found.mode & 0o006) !== 0)
    return `everybody on this machine may ${(found.mode & 0o002) === 0 ? 'read' : 'change'} it (mode ${mode})`
  return (found.mode & 0o020) === 0 ? undefined : `its group may change it (mode ${mode})`
}

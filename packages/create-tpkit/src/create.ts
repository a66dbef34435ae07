import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { isFree, isInstalled, writeTemplate } from './template.ts'

export interface AppRequest {
  /** Where the app is written; it must not exist, or be empty. Its last part is the app's name. */
  readonly folder: string
}

export interface Created {
  readonly kind: 'created'
  readonly name: string
  readonly folder: string
  readonly files: readonly string[]
  /** Whether it finds its packages already, as inside a checkout: then there is nothing to install. */
  readonly installed: boolean
}

/** Nothing was written. */
export interface Refused {
  readonly kind: 'refused'
  readonly why: 'name' | 'folder'
  readonly found: string
}

/** What npm takes as a package's name, less its rarities. */
const NAME = /^[a-z][a-z0-9._-]{0,99}$/

/**
 * Writes an app: a shop on tpkit, with the commands that give it a configuration and a local wallet.
 *
 * @example await createApp({ folder: 'my-shop' })
 */
export async function createApp({ folder }: AppRequest): Promise<Created | Refused> {
  const name = basename(resolve(folder))
  if (!NAME.test(name)) return { kind: 'refused', why: 'name', found: name }
  if (!(await isFree(folder))) return { kind: 'refused', why: 'folder', found: folder }
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const files = await writeTemplate(folder, { name, version })
  return { kind: 'created', name, folder, files, installed: await isInstalled(folder) }
}

import { readFileSync } from 'node:fs'
import { isFree, isInstalled, writeTemplate } from './template.ts'

export interface ProviderRequest {
  /** The provider's name: `demo` becomes the package `tpkit-provider-demo`. */
  readonly name: string
  /** Where the package is written; it must not exist, or be empty. */
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

/** What core takes as a plugin's name. */
const NAME = /^[a-z][a-z0-9-]{1,31}$/

/**
 * Writes a provider package with blanks, and tests that name them until they are filled.
 *
 * @example await createProvider({ name: 'demo', folder: 'tpkit-provider-demo' })
 */
export async function createProvider({ name, folder }: ProviderRequest): Promise<Created | Refused> {
  if (!NAME.test(name)) return { kind: 'refused', why: 'name', found: name }
  if (!(await isFree(folder))) return { kind: 'refused', why: 'folder', found: folder }
  const files = await writeTemplate(folder, valuesFor(name))
  return { kind: 'created', name, folder, files, installed: await isInstalled(folder) }
}

function valuesFor(name: string): Readonly<Record<string, string>> {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const words = name.split('-').filter((word) => word !== '')
  const Ident = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  const ident = Ident.charAt(0).toLowerCase() + Ident.slice(1)
  return { name, ident, Ident, ENV: words.join('_').toUpperCase(), version }
}

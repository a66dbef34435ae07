import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, findPackageJSON, isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nearest } from '../config/nearest.ts'
import { tpError } from '../errors.ts'
import type { PluginImports } from '../ports.ts'

/** Packages as Node finds them from the configuration's folder, and files by path. What a module throws while it loads is thrown on. */
export const nodePlugins: PluginImports = {
  import: async (specifier, base) => {
    const module: { default?: unknown } = await import(pathToFileURL(resolved(specifier, base)).href)
    return module.default
  },
}

function resolved(specifier: string, base: string): string {
  const from = join(base, 'tpkit.config.yaml')
  try {
    if (!isBuiltin(specifier)) return createRequire(from).resolve(specifier)
  } catch (error) {
    const entry = hasOnlyImport(error) ? importEntry(specifier, from) : undefined
    if (entry) return entry
  }
  if (/^\.{0,2}\//.test(specifier))
    throw tpError('CONFIG', `expected a plugin's file at ${specifier}, found none; the path starts at ${base}`)
  throw tpError('CONFIG', `expected an installed package, found none named "${specifier}"; ${cure(specifier, base)}`)
}

function cure(specifier: string, base: string): string {
  const meant = nearest(specifier, neighbours(specifier, base))
  return meant === undefined ? `npm install it in ${base}` : `did you mean "${meant}"? Else npm install it in ${base}`
}

/** Packages that are installed where this one was looked for: those of its scope, or those without one. */
function neighbours(specifier: string, base: string): readonly string[] {
  const scope = /^@[^/]+\//.exec(specifier)?.[0] ?? ''
  const folders = createRequire(join(base, 'tpkit.config.yaml')).resolve.paths(specifier) ?? []
  return folders.flatMap((folder) => namesIn(join(folder, scope)).map((name) => `${scope}${name}`))
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !/^[.@]/.test(name))
  } catch {
    return []
  }
}

function hasOnlyImport(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
}

/** `require` does not see an entry that stands under "import" alone, and `import` takes no folder to start from. */
function importEntry(specifier: string, from: string): string | undefined {
  const path = findPackageJSON(specifier, pathToFileURL(from))
  if (!path) return undefined
  const { exports }: { exports?: Record<string, unknown> } = JSON.parse(readFileSync(path, 'utf8'))
  const root = exports?.['.'] ?? exports
  const entry = typeof root === 'object' && root !== null ? Reflect.get(root, 'import') : undefined
  const file = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'default') : entry
  return typeof file === 'string' ? join(dirname(path), file) : undefined
}

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { TPError, tpError } from '../errors.ts'
import type { PluginImports } from '../ports.ts'

/** Packages as Node finds them from the configuration's folder, and files by relative path. */
export const nodePlugins: PluginImports = {
  import: async (specifier, base) => {
    const found = resolved(specifier, base)
    try {
      const module: { default?: unknown } = await import(pathToFileURL(found).href)
      return module.default
    } catch (error) {
      const failure = {
        code: 'CONFIG',
        message: `expected "${specifier}" to load, found that it fails; see the cause`,
        retry: 'after-fix',
      } as const
      throw new TPError(failure, { cause: error })
    }
  },
}

function resolved(specifier: string, base: string): string {
  try {
    return createRequire(join(base, 'tpkit.config.yaml')).resolve(specifier)
  } catch {
    throw tpError('CONFIG', `expected an installed package, found none named "${specifier}"; npm install it in ${base}`)
  }
}

import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { type Patch, patched, ROOT } from './patch.ts'

/** Every module that is imported from now on is loaded as patched. */
export function applyPatch(patch: Patch): void {
  const url = pathToFileURL(`${ROOT}${patch.file}`).href
  registerHooks({
    load: (specifier, context, nextLoad) => {
      const loaded = nextLoad(specifier, context)
      if (specifier.split('?')[0] !== url) return loaded
      return { ...loaded, source: patched(patch, Buffer.from(loaded.source as Uint8Array).toString()) }
    },
  })
}

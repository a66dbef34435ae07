import type { Plugin } from 'vite'
import { type Patch, patched, ROOT } from './patch.ts'

/** The same within a test run. */
export function patchPlugin(patch: Patch): Plugin {
  const path = `${ROOT}${patch.file}`
  return {
    name: 'patch',
    enforce: 'pre',
    transform: (code, id) => (id.split('?')[0] === path ? patched(patch, code) : undefined),
  }
}

/** Reads the sources of all packages and what they import. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface Import {
  /** As written, or the repository path of a relative one. */
  readonly target: string
  /** Erased at run time. */
  readonly typeOnly: boolean
  readonly names: readonly string[]
}

export interface SourceFile {
  /** `packages/core/src/index.ts` */
  readonly path: string
  /** `core`; `examples` for all of them. */
  readonly package: string
  readonly text: string
  readonly imports: readonly Import[]
  /** Tests, fixtures and benches: they may join what the house keeps apart. */
  readonly test: boolean
}

export function sourceFiles(): readonly SourceFile[] {
  const packages = readdirSync(join(ROOT, 'packages')).flatMap((name) => filesOf(name, join('packages', name)))
  return [...packages, ...readdirSync(join(ROOT, 'examples')).flatMap((name) => filesOf('examples', join('examples', name)))]
}

function filesOf(name: string, folder: string): readonly SourceFile[] {
  return filesUnder(join(ROOT, folder, 'src')).map((path) => read(name, path))
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function read(name: string, full: string): SourceFile {
  const path = relative(ROOT, full)
  const text = readFileSync(full, 'utf8')
  return { path, package: name, text, imports: importsOf(text, path), test: /\.(test|test-d|fixture|bench)\.ts$/.test(path) }
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]*?)\s+from\s+)?'([^']+)'/gm
const DYNAMIC = /\bimport\('([^']+)'\)/g

/** Import and export statements; biome keeps them in this form. A list whose every name is a type counts as type-only. */
export function importsOf(text: string, path: string): readonly Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(([, type, list = '', target = '']) => {
    const names = [...list.matchAll(/(type\s+)?([\w$]+)(?:\s+as\s+[\w$]+)?\s*(?=[,}]|$)/g)]
    const typeOnly =
      type !== undefined || (names.length > 0 && list.includes('{') && names.every(([, inline]) => inline !== undefined))
    return { target: resolved(target, path), typeOnly, names: names.map(([, , word = '']) => word) }
  })
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, target = '']) => ({
    target: resolved(target, path),
    typeOnly: false,
    names: [],
  }))
  return [...statements, ...dynamic]
}

function resolved(target: string, from: string): string {
  return target.startsWith('.') ? normalize(join(dirname(from), target)) : target
}

/** Source text without comments and without the insides of strings, for scans that look for code. */
export function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

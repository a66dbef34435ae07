/** The rules of the house as data and pure functions; house.test.ts holds the sources against them. */
import { codeOf, type Import, type SourceFile } from './source-files.ts'

/** Which packages a package may import, by the specifier's beginning. Everything else between packages is a forbidden arrow. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  // wire stands on core's two leaves only, so that a codec costs nothing to load.
  wire: ['@tpkit/core/errors', '@tpkit/core/money'],
  transport: ['@tpkit/core'],
  'provider-qqwallet': ['@tpkit/core', '@tpkit/wire'],
  'provider-wechatpay': ['@tpkit/core', '@tpkit/wire'],
  'provider-alipay': ['@tpkit/core', '@tpkit/wire'],
  sandbox: ['@tpkit/core'],
  conformance: ['@tpkit/core'],
  cashier: ['@tpkit/core'],
  backoffice: ['@tpkit/core'],
  ledger: ['@tpkit/core', '@tpkit/cashier', '@tpkit/backoffice'],
  gateway: ['@tpkit/core', '@tpkit/cashier', '@tpkit/backoffice'],
  tpkit: ['@tpkit/core', '@tpkit/transport', '@tpkit/cashier', '@tpkit/backoffice', '@tpkit/ledger', '@tpkit/gateway'],
  // Scaffolds copy files: they stand on nothing.
  'create-tpkit': [],
  'create-tpkit-provider': [],
  cli: ['tpkit', '@tpkit/', 'create-tpkit', 'create-tpkit-provider'],
  examples: ['tpkit', '@tpkit/'],
}

/** Two independent readings of one protocol catch each other's mistakes: the sandbox sees core's types and nothing more. */
export const TYPES_ONLY: readonly string[] = ['sandbox']

export function forbiddenArrows(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((one) => reachesInside(file, one) || (!file.test && isForbidden(file, one)))
      .map(({ target }) => `${file.path} → ${target}`),
  )
}

/** Nobody, tests included, goes past a package's exports. */
function reachesInside(file: SourceFile, { target }: Import): boolean {
  const inside = /^packages\/([^/]+)\//.exec(target)?.[1]
  return inside !== undefined && inside !== file.package
}

function isForbidden(file: SourceFile, { target, typeOnly }: Import): boolean {
  return ours(target) && (!allowed(file.package, target) || (TYPES_ONLY.includes(file.package) && !typeOnly))
}

function ours(target: string): boolean {
  return /^(?:tpkit|create-tpkit|create-tpkit-provider)(?:\/|$)|^@tpkit\//.test(target)
}

function allowed(name: string, target: string): boolean {
  return (ARROWS[name] ?? []).some((arrow) => target === arrow || target.startsWith(arrow.endsWith('/') ? arrow : `${arrow}/`))
}

/** Import cycles between files, type-only imports included: what circles in types is one thing cut in two. */
export function importCycles(files: readonly SourceFile[]): readonly string[] {
  const graph = new Map(files.map((file) => [file.path, file.imports.map(({ target }) => target)]))
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return found
}

/** Pure parts, and the outside packages that each may import at run time. */
export const PURE: readonly { readonly paths: RegExp; readonly may: readonly string[] }[] = [
  {
    paths: /^packages\/core\/src\/(contract|domain|provider|tp)\/|^packages\/core\/src\/(errors|money|secret|ports)\.ts$/,
    may: ['node:crypto'],
  },
  { paths: /^packages\/wire\/src\//, may: ['node:crypto', '@tpkit/core/errors', '@tpkit/core/money'] },
  {
    paths: /^packages\/provider-[a-z]+\/src\//,
    may: ['node:crypto', '@tpkit/core', '@tpkit/core/errors', '@tpkit/core/money', '@tpkit/core/provider', '@tpkit/wire'],
  },
  {
    paths: /^packages\/cashier\/src\//,
    may: ['node:crypto', '@tpkit/core', '@tpkit/core/errors', '@tpkit/core/money', '@tpkit/core/ports', 'p-limit', 'uuid'],
  },
  {
    // Of node:zlib the CRC-32, and nothing else.
    paths: /^packages\/backoffice\/src\//,
    may: ['node:crypto', 'node:zlib', '@tpkit/core', '@tpkit/core/errors', '@tpkit/core/money', '@tpkit/core/ports', 'uuid'],
  },
  // All but the drivers and what a composition root opens them with.
  {
    paths: /^packages\/ledger\/src\/(?!(?:sqlite|postgres|open|index)(?:\/|\.ts))/,
    may: [
      'node:crypto',
      '@tpkit/core',
      '@tpkit/core/errors',
      '@tpkit/core/money',
      '@tpkit/core/ports',
      '@tpkit/cashier',
      '@tpkit/backoffice',
      'kysely',
      'dataloader',
    ],
  },
  {
    paths:
      /^packages\/sandbox\/src\/(?:(?:books|qqwallet|wechatpay|alipay|faults|journal|tpcase)\/|server\/(?:answer|drawn-name|html|language|qr|shown|phone\/words)\.ts$|(?:wallet|magic)\.ts$)/,
    may: ['node:crypto', 'node:zlib', 'fast-xml-parser', 'uqr'],
  },
]

/** A plugin's schema file is read once at start: it alone may use zod and the fields of core's configuration. */
const SCHEMA = { paths: /^packages\/provider-[a-z]+\/src\/schema\.ts$/, may: ['zod', '@tpkit/core/config'] }

/** Names that draw from the world though their module is allowed. */
const WORLDLY_NAMES = /^(random\w*|generate\w*|getRandomValues|webcrypto|subtle|secureHeapUsed|setEngine|setFips)$/

/** What touches the world by a global. */
const WORLDLY_CODE: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /(?<![.\w])Date\(\s*\)/,
  /\bMath\.random\b/,
  /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/,
  /(?<![.\w])fetch\(/,
  /(?<![.\w])(process|console|performance|navigator|crypto|WebSocket|EventSource|Worker|Atomics|globalThis|global)\b\s*[.([]/,
  /\bAbortSignal\.timeout\b/,
  /\blocaleCompare\b|\btoLocale\w+\(/,
  /\bTemporal\.Now\b/,
]

export function impurities(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !file.test)
    .flatMap((file) => (pureRule(file.path) ? [...impureImports(file), ...impureCode(file)] : []))
}

function pureRule(path: string): readonly string[] | undefined {
  const rule = PURE.find(({ paths }) => paths.test(path))
  return rule && (SCHEMA.paths.test(path) ? [...rule.may, ...SCHEMA.may] : rule.may)
}

function impureImports(file: SourceFile): readonly string[] {
  const may = pureRule(file.path) ?? []
  return file.imports
    .filter(({ typeOnly }) => !typeOnly)
    .filter(({ target, names }) => (!may.includes(target) && !pureRule(target)) || names.some((name) => WORLDLY_NAMES.test(name)))
    .map(({ target, names }) => `${file.path} imports ${target} (${names.join(', ')})`)
}

function impureCode(file: SourceFile): readonly string[] {
  const code = codeOf(file.text)
  return WORLDLY_CODE.flatMap((pattern) => pattern.exec(code)?.[0] ?? []).map((found) => `${file.path} uses ${found}`)
}

/** Everything that a file loads at run time, itself included; outside packages by their name. */
export function loads(files: readonly SourceFile[], path: string): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const seen = new Set<string>()
  const visit = (target: string): void => {
    if (seen.has(target)) return
    seen.add(target)
    for (const one of byPath.get(target)?.imports ?? []) if (!one.typeOnly) visit(one.target)
  }
  visit(path)
  return seen
}

import { dirname } from 'node:path'
import { type AccountDescription, ConfigError, type Description, isTPError, loadTpkit, type Tpkit } from 'tpkit'
import { isThere } from '../desk/files.ts'
import { type Found, findPlugins } from '../plugins/find.ts'
import { field, heirsOf, readLoosely, wholeEntry } from '../plugins/loose.ts'
import { brokenFindings } from './broken.ts'
import { callbackFindings } from './callback.ts'
import { certificateFindings } from './certificate.ts'
import type { Finding } from './finding.ts'
import { heldCertificateFindings } from './held-certificates.ts'
import { type LocalSandbox, localSandboxes } from './local-sandbox.ts'
import { methodFindings } from './methods.ts'
import { probeFindings } from './probe.ts'
import { reachFindings } from './reach.ts'
import { schemaFindings } from './schema-finding.ts'
import { accountFindings, type FromOutside, standingFindings } from './standing.ts'
import type { Words } from './words.ts'

export interface Examination {
  readonly findings: readonly Finding[]
  readonly plugins: Found['plugins']
  /** Absent where the configuration cannot be used. */
  readonly description?: Description
}

export interface ExamineOptions {
  /** The configuration, from the root of the file system. */
  readonly path: string
  /** As the person named it, for places. */
  readonly shown: string
  /** Where the person is. */
  readonly cwd: string
  readonly live: boolean
  readonly nowMs: number
}

/** Looks at everything, all accounts at the same time. Rejects for bugs only. */
export async function examine({ path, shown, cwd, live, nowMs }: ExamineOptions, words: Words): Promise<Examination> {
  const { plugins } = await findPlugins(path)
  const base = dirname(path)
  const written = field(await readLoosely(path), 'accounts')
  const sandboxOf = localSandboxes(written, path, cwd)
  const opened = await open(path, shown, sandboxOf, words)
  if ('findings' in opened) return { findings: opened.findings, plugins }
  const { tpkit } = opened
  try {
    const described = tpkit.describe()
    const description = { ...described, source: shown }
    const version = (specifier: string): string => plugins.find((one) => one.specifier === specifier)?.version ?? ''
    const look = (account: AccountDescription) =>
      lookAt(
        tpkit,
        account,
        description,
        {
          version: version(account.plugin),
          heirs: heirsOf(written, account.name),
          entry: wholeEntry(written, account.name),
          base,
          live,
          nowMs,
          sandbox: sandboxOf(account.name),
        },
        words,
      )
    const [schema, ...accounts] = await Promise.all([
      schemaFindings(path, base, plugins, words),
      ...description.accounts.map(look),
    ])
    const findings = [
      ...standingFindings(description, words),
      ...schema,
      ...accounts.flat(),
      ...methodFindings(description, words),
    ]
    return { findings, plugins, description }
  } finally {
    await tpkit.close()
  }
}

interface LookOptions extends FromOutside {
  /** As it is written. */
  readonly entry: Readonly<Record<string, unknown>>
  /** The configuration's folder. */
  readonly base: string
  readonly live: boolean
  readonly nowMs: number
  readonly sandbox: LocalSandbox
}

async function lookAt(
  tpkit: Tpkit,
  account: AccountDescription,
  description: Description,
  { version, heirs, entry, base, live, nowMs, sandbox }: LookOptions,
  words: Words,
): Promise<readonly Finding[]> {
  const isPlanned = account.manifest.status === 'planned'
  const [held, reach, probe] = await Promise.all([
    heldCertificateFindings({ account: account.name, entry, base }, nowMs, words),
    isPlanned ? [] : reachFindings(account, sandbox, words),
    live && !isPlanned ? probeFindings(tpkit, account, words) : [],
  ])
  return [
    ...accountFindings(account, description, { version, heirs }, words),
    ...(isPlanned ? [] : certificateFindings(account, nowMs, words)),
    ...held,
    ...(isPlanned ? [] : callbackFindings(account, description, words)),
    ...reach,
    ...probe,
  ]
}

async function open(
  path: string,
  shown: string,
  sandboxOf: (account: string) => LocalSandbox,
  words: Words,
): Promise<{ readonly tpkit: Tpkit } | { readonly findings: readonly Finding[] }> {
  try {
    return { tpkit: await loadTpkit(path) }
  } catch (error) {
    if (error instanceof ConfigError)
      return { findings: await brokenFindings(error, { file: shown, base: dirname(path), sandboxOf }, words) }
    if (!isTPError(error)) throw error
    const reason = words.reason(error.message).replaceAll(path, shown)
    // Whoever has a file that cannot be used needs no other one.
    const none = { found: `${words.noFile}${words.marks.colon}${reason}`, todo: words.next.init, cure: 'init' }
    const what = (await isThere(path)) ? { found: reason } : none
    return { findings: [{ check: 'configuration', level: 'error', ...what, place: shown }] }
  }
}

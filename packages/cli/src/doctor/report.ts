import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Payee } from '@tpkit/core'
import { type Pair, parseDocument, visit } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { writeGenerated } from '../desk/files.ts'
import { packageVersion } from '../version.ts'
import type { Examination } from './examine.ts'
import type { Finding } from './finding.ts'
import { maskReason } from './mask-reason.ts'
import { hiddenHosts, hiddenNumber, maskConfig, scrubbed, scrubber } from './scrub.ts'

/** Writes what was found as a file that may be sent to somebody: no secret, no merchant number, no host of the merchant's own, no path outside the project. */
export async function writeReport(
  path: string,
  config: string,
  { findings, plugins, description }: Examination,
  desk: Desk,
): Promise<void> {
  const { lang, terminal } = desk
  const text = await readFile(config, 'utf8').catch(() => '')
  const masked = maskConfig(/\.(?:ya?ml|json)$/.test(config) ? structureOf(text) : undefined, terminal.env)
  const report = {
    about: ABOUT,
    at: new Date(terminal.nowMs()).toISOString(),
    tpkit: packageVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    language: lang,
    plugins: plugins.map(({ specifier, version, manifest }) => ({ plugin: specifier, version, status: manifest.status })),
    mode: description?.mode ?? 'unknown',
    findings: findings.map(maskedFinding),
    configuration: { file: basename(config), structure: masked.value },
  }
  const payees = description?.accounts.flatMap(({ payee }) => numbersOf(payee).map(hiddenNumber)) ?? []
  const hosts = description?.accounts.flatMap(({ notifyUrl }) => hiddenHosts(notifyUrl ?? '')) ?? []
  const scrub = scrubber([...masked.hidden, ...payees, ...hosts], dirname(config))
  const written = `${JSON.stringify(scrubbed(report, scrub), null, 2)}\n`
  await writeGenerated(desk, { option: '--report', path, text: written, mark: `"about": "${ABOUT}"` })
}

/** A plugin writes into its errors what it likes: of what it says about an account, its own words alone are told. */
function maskedFinding(finding: Finding): Finding {
  const { check, account, found } = finding
  return account !== undefined && (check === 'configuration' || check === 'probe')
    ? { ...finding, found: maskReason(found) }
    : finding
}

const ABOUT = 'tpkit doctor --report'

function numbersOf({ mchId, appId, subMchId, subAppId }: Payee): readonly string[] {
  return [mchId, appId, subMchId, subAppId].filter((one) => one !== undefined)
}

/** What can be read of the text; a configuration that is no YAML shows nothing. */
function structureOf(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0) return undefined
  visit(document, { Map: (_key, { items }) => keepRepeats(items) })
  return document.toJS({ maxAliasCount: 0 })
}

/** A key that comes twice is a mistake to be seen, and what its first value hides is to be hidden too. */
function keepRepeats(items: readonly Pair[]): void {
  const seen = new Set<string>()
  for (const pair of items) {
    while (seen.has(String(pair.key))) pair.key = `${pair.key}-again`
    seen.add(String(pair.key))
  }
}

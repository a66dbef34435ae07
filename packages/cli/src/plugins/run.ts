import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { alignRows } from '../desk/table.ts'
import { type Found, type FoundPlugin, findPlugins } from './find.ts'
import { originLines, pluginLines } from './lines.ts'
import { WORDS } from './words.ts'

/** Scene × ability × limits of every plugin at hand, from their manifests. Needs no configuration. */
export async function runPlugins(desk: Desk, config: string): Promise<ExitCode> {
  const found = await findPlugins(config)
  desk.answer({ plugins: found.plugins.map(plain), missing: found.missing })
  tell(desk, found)
  return found.missing.some(({ accounts }) => accounts.length > 0) ? EXIT.failed : EXIT.done
}

function plain({ specifier, version, accounts, manifest }: FoundPlugin): object {
  const { provider, title, status, scenes, abilities, origins, limits, timing } = manifest
  return {
    plugin: specifier,
    ...(version !== undefined && { version }),
    provider,
    title,
    status,
    accounts,
    scenes,
    abilities,
    origins,
    limits,
    promptLifeMs: timing.promptLifeMs,
    ...(timing.statement && { statement: timing.statement }),
  }
}

function tell(desk: Desk, { plugins, missing }: Found): void {
  const words = WORDS[desk.lang]
  if (plugins.length === 0) desk.say(words.none)
  else for (const line of pluginLines(plugins, desk.lang, desk.terminal.stdout.columns)) desk.say(line)
  if (plugins.length > 0) desk.say(words.origins)
  for (const line of originLines(plugins, desk.lang)) desk.say(line)
  desk.say('')
  const used = (accounts: readonly string[]): string => (accounts.length > 0 ? words.usedBy(accounts) : '')
  const rows = [
    ...plugins.map(({ specifier, version = '', accounts }) => [words.plugin, specifier, version, used(accounts)]),
    ...missing.map(({ specifier, reason, accounts }) => [
      words.plugin,
      specifier,
      `✗ ${words.notLoaded}: ${reason}`,
      used(accounts),
    ]),
  ]
  for (const line of alignRows(rows)) desk.say(line)
  const inUse = plugins.some(({ accounts }) => accounts.length > 0)
  desk.next(plugins.length === 0 ? words.next.install : inUse ? words.next.doctor : words.next.init)
}

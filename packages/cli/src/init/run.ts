import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { type Desk, openDesk, painter } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { isThere, unwritable } from '../desk/files.ts'
import { alignRows } from '../desk/table.ts'
import type { Lang } from '../lang.ts'
import { type FoundPlugin, findPlugins, isInstalled } from '../plugins/find.ts'
import { ask, Cancelled } from './ask.ts'
import { type InitFlags, sayEnough, wrongFlag } from './flags.ts'
import { nextStep, type Wish } from './next-step.ts'
import { accountName, callbackAddress, type InitPlan, type LocalAccount, QQWALLET } from './plan.ts'
import { sandboxPorts } from './ports.ts'
import { SAY } from './words.ts'
import { type WrittenFile, writeAll } from './write-all.ts'

/** Writes a configuration, by questions or by flags. Everything is known before anything is written. */
export async function runInit(desk: Desk, flags: InitFlags & { readonly lang?: Lang }): Promise<ExitCode> {
  const path = desk.path(flags.file)
  const mistake = wrongFlag(flags, desk.lang, 'qq-main')
  if (mistake !== undefined) return refuse(desk, mistake)
  if (!flags.force && (await isThere(path))) return refuse(desk, SAY[desk.lang].exists(flags.file))
  // Not before: what a file that stays as it is names would be loaded, and run.
  const { plugins } = await findPlugins(path)
  const wrong = wrongWish(flags, desk.lang, plugins)
  if (wrong !== undefined) return refuse(desk, wrong)
  const mayAsk = desk.terminal.stdin.isTTY === true && !desk.json
  if (!sayEnough(flags) && !mayAsk) return refuse(desk, SAY[desk.lang].noTerminal)
  try {
    const { ports, running } = await sandboxPorts(flags, join(dirname(path), 'sandbox'))
    const local: LocalAccount = { kind: 'sandbox', ports }
    const plan = sayEnough(flags) ? planOf(flags, desk.lang, plugins, local) : await askedPlan(desk, flags, plugins, local)
    return typeof plan === 'string' ? refuse(desk, plan) : await settle(desk, { ...flags, running }, plan, plugins)
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
    desk.say(`\n${SAY[desk.lang].cancelled}`)
    return EXIT.failed
  }
}

/** What a plugin that was asked for by name stands in the way of. */
function wrongWish({ plugin: wanted, sandbox }: InitFlags, lang: Lang, plugins: readonly FoundPlugin[]): string | undefined {
  if (wanted === undefined) return undefined
  const words = SAY[lang]
  const found = wantedPlugin(wanted, plugins)
  if (!found)
    return words.unknownPlugin(
      wanted.slice(0, 80),
      plugins.map(({ manifest }) => manifest.provider),
    )
  if (found.manifest.status === 'planned') return words.planned(found.manifest.title[lang])
  return sandbox && found.specifier !== QQWALLET ? words.sandboxOnly(found.manifest.provider) : undefined
}

function wantedPlugin(wanted: string, plugins: readonly FoundPlugin[]): FoundPlugin | undefined {
  return plugins.find(({ specifier, manifest }) => [specifier, manifest.provider].includes(wanted))
}

/** The plan of flags that say enough; a sentence where they do not. */
function planOf(flags: InitFlags, lang: Lang, plugins: readonly FoundPlugin[], local: LocalAccount): InitPlan | string {
  const wanted = wantedPlugin(flags.plugin ?? 'qqwallet', plugins)
  const [plugin, provider] = wanted ? [wanted.specifier, wanted.manifest.provider] : [QQWALLET, 'qqwallet']
  const kind = flags.sandbox ? 'sandbox' : 'real'
  const keeps = flags.ledger === undefined ? {} : { ledger: flags.ledger }
  const head = { lang, plugin, provider, name: accountName(provider, kind), ...keeps }
  if (kind === 'sandbox') return { ...head, account: local }
  if (plugin === QQWALLET && flags.mchId === undefined) return SAY[lang].missing
  const notifyUrl = flags.notifyUrl === undefined ? undefined : callbackAddress(flags.notifyUrl, head.name)
  return {
    ...head,
    account: {
      kind,
      keys: flags.keys ?? 'env',
      ...(flags.mchId !== undefined && { mchId: flags.mchId }),
      ...(notifyUrl !== undefined && { notifyUrl }),
    },
  }
}

function askedPlan(
  desk: Desk,
  flags: InitFlags & { readonly lang?: Lang },
  plugins: readonly FoundPlugin[],
  local: LocalAccount,
): Promise<InitPlan> {
  const { stdin, stdout } = desk.terminal
  // Node's streams, which a terminal knows by what it needs of them.
  const at = { input: stdin as Readable, output: stdout as Writable }
  return ask(flags, flags.lang, desk.lang, plugins, at, local)
}

async function settle(desk: Desk, flags: Wish, plan: InitPlan, plugins: readonly FoundPlugin[]): Promise<ExitCode> {
  const base = dirname(desk.path(flags.file))
  const written = await writeAll(plan, desk.path(flags.file), plugins, flags.force === true).catch((error: unknown) => {
    throw unwritable(desk, '--file', flags.file, error)
  })
  if (typeof written === 'string') return refuse(desk, SAY[plan.lang].foreign(written))
  const spoken = openDesk({ lang: plan.lang, json: desk.json, terminal: desk.terminal, config: flags.file })
  spoken.answer({ account: plan.name, plugin: plan.plugin, sandbox: plan.account.kind === 'sandbox', base, files: written })
  tell(spoken, plan, written, flags)
  return EXIT.done
}

function tell(desk: Desk, plan: InitPlan, files: readonly WrittenFile[], wish: Wish): void {
  const words = SAY[plan.lang]
  const rows = files.map(({ name, what, became }) => [
    `${became === 'kept' ? '·' : '✓'} ${name}`,
    words[became],
    words.what[what],
  ])
  for (const line of alignRows(rows)) desk.say(line)
  const next = nextStep(plan, wish)
  desk.next(isInstalled(plan.plugin, dirname(desk.path(wish.file))) ? next : words.install(plan.plugin) + next)
}

function refuse(desk: Desk, message: string): ExitCode {
  desk.answer({ error: { code: 'INVALID', message } })
  desk.beside(`${painter(desk.terminal.stderr)('red', 'tpkit:')} ${message}`)
  return EXIT.usage
}

import type { Readable, Writable } from 'node:stream'
import type { Lang } from '../lang.ts'
import type { FoundPlugin } from '../plugins/find.ts'
import type { InitFlags } from './flags.ts'
import { accountName, callbackAddress, type InitPlan, type KeySource, type LocalAccount, QQWALLET, wrongMchId } from './plan.ts'
import { ASK } from './words.ts'

/** Where the questions are asked. */
export interface AskAt {
  readonly input: Readable
  readonly output: Writable
}

/** The person ended the questions. */
export class Cancelled extends Error {}

type Prompts = typeof import('@clack/prompts')

/** Asks what no flag said. Throws `Cancelled`; nothing was written by then. */
export async function ask(
  flags: InitFlags,
  lang: Lang | undefined,
  usual: Lang,
  plugins: readonly FoundPlugin[],
  at: AskAt,
  local: LocalAccount,
): Promise<InitPlan> {
  const prompts = await import('@clack/prompts')
  prompts.intro('tpkit init', at)
  const language = lang ?? (await askLanguage(prompts, usual, at))
  const { plugin, provider } = await askWallet(prompts, flags.plugin, language, plugins, at)
  const kind = plugin === QQWALLET && !saysReal(flags) ? await askKind(prompts, language, at) : 'real'
  const name = accountName(provider, kind)
  const head = { lang: language, plugin, provider, name }
  const account = kind === 'sandbox' ? local : { kind, ...(await askReal(prompts, flags, language, head, at)) }
  prompts.outro('', at)
  return { ...head, account, ...(flags.ledger !== undefined && { ledger: flags.ledger }) }
}

function saysReal({ mchId, keys, notifyUrl }: InitFlags): boolean {
  return (mchId ?? keys ?? notifyUrl) !== undefined
}

async function askLanguage(prompts: Prompts, usual: Lang, at: AskAt): Promise<Lang> {
  const options = [
    { value: 'en' as const, label: 'English' },
    { value: 'zh' as const, label: '中文' },
  ]
  return told(
    prompts,
    await prompts.select({ message: 'Language 语言', options, initialValue: usual, showInstructions: usual === 'en', ...at }),
  )
}

async function askWallet(
  prompts: Prompts,
  wanted: string | undefined,
  lang: Lang,
  plugins: readonly FoundPlugin[],
  at: AskAt,
): Promise<{ readonly plugin: string; readonly provider: string }> {
  const words = ASK[lang]
  // First the one that can be tried at once, without an account.
  const ready = plugins
    .filter(({ manifest }) => manifest.status === 'ready')
    .toSorted((a, b) => Number(b.specifier === QQWALLET) - Number(a.specifier === QQWALLET))
  const planned = plugins.filter(({ manifest }) => manifest.status === 'planned').map(({ manifest }) => manifest.title[lang])
  const named = ready.find(({ specifier, manifest }) => [specifier, manifest.provider].includes(wanted ?? ''))
  const options = ready.map((one) => ({ value: one, label: one.manifest.title[lang], hint: one.specifier }))
  const message = planned.length > 0 ? `${words.wallet} ${words.plannedToo(planned)}` : words.wallet
  const { specifier, manifest } =
    named ?? told(prompts, await prompts.select({ message, options, showInstructions: lang === 'en', ...at }))
  return { plugin: specifier, provider: manifest.provider }
}

async function askKind(prompts: Prompts, lang: Lang, at: AskAt): Promise<'sandbox' | 'real'> {
  const { kind: message, sandbox, real } = ASK[lang]
  const options = [
    { value: 'sandbox' as const, label: sandbox.label, hint: sandbox.hint },
    { value: 'real' as const, label: real.label, hint: real.hint },
  ]
  return told(prompts, await prompts.select({ message, options, showInstructions: lang === 'en', ...at }))
}

async function askReal(
  prompts: Prompts,
  flags: InitFlags,
  lang: Lang,
  { plugin, name }: Pick<InitPlan, 'plugin' | 'name'>,
  at: AskAt,
): Promise<{ readonly mchId?: string; readonly keys: KeySource; readonly notifyUrl?: string }> {
  const words = ASK[lang]
  const mchId = plugin === QQWALLET ? (flags.mchId ?? (await askMchId(prompts, lang, at))) : undefined
  prompts.note(words.noKey.text, words.noKey.title, at)
  const options = [
    { value: 'env' as const, label: words.env.label, hint: words.env.hint },
    { value: 'file' as const, label: words.file.label, hint: words.file.hint },
  ]
  const keys =
    flags.keys ?? told(prompts, await prompts.select({ message: words.keys, options, showInstructions: lang === 'en', ...at }))
  const given = flags.notifyUrl ?? (await askCallback(prompts, lang, name, at))
  const notifyUrl = given === '' ? undefined : callbackAddress(given, name)
  return { ...(mchId !== undefined && { mchId }), keys, ...(notifyUrl !== undefined && { notifyUrl }) }
}

async function askMchId(prompts: Prompts, lang: Lang, at: AskAt): Promise<string> {
  const { mchId: message, wrongMchId: wrong } = ASK[lang]
  const validate = (text = ''): string | undefined => (wrongMchId(text.trim()) ? wrong : undefined)
  return told(prompts, await prompts.text({ message, placeholder: '1900000109', validate, ...at })).trim()
}

async function askCallback(prompts: Prompts, lang: Lang, name: string, at: AskAt): Promise<string> {
  const { callback: message, wrongCallback: wrong } = ASK[lang]
  const validate = (text = ''): string | undefined =>
    text !== '' && callbackAddress(text, name) === undefined ? wrong : undefined
  return told(prompts, await prompts.text({ message, placeholder: 'https://pay.example.com', defaultValue: '', validate, ...at }))
}

function told<Value>(prompts: Prompts, answer: Value): Exclude<Value, symbol> {
  if (prompts.isCancel(answer)) throw new Cancelled()
  return answer as Exclude<Value, symbol> // the one symbol that prompts give means cancel
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDuration, parseFaults } from '@tpkit/sandbox'
import closeWithGrace from 'close-with-grace'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { isThere } from '../desk/files.ts'
import { type Account, type LocalSandbox, numberOf, prepared } from './local.ts'
import { refusal } from './refusal.ts'
import { type SandboxWalletName, USUAL_PLACE } from './wallets.ts'
import { WORDS } from './words.ts'

/** What was asked for; where nothing is said, the wallet has a usual place. */
export interface SandboxRun {
  readonly wallet: SandboxWalletName
  readonly port?: number
  readonly tlsPort?: number
  readonly dir?: string
  /** What the wallet does wrong, in the grammar of docs/faults.md. */
  readonly faults?: string
  /** How far behind the machine's the wallet's clock starts. */
  readonly back?: string
}

/** Runs until the process is told to end. */
export async function runSandbox(desk: Desk, { faults, back, ...asked }: SandboxRun): Promise<void> {
  const run = { ...USUAL_PLACE[asked.wallet], ...asked }
  const dir = desk.path(run.dir)
  const { isKept, start } = await prepared(run.wallet, dir)
  // A merchant that `tpkit init` drew has no certificates yet: then nobody's are lost.
  const again = isKept && (await isThere(join(dir, 'ca.pem')))
  const place = { port: run.port, tlsPort: run.tlsPort, dir }
  const started = async (): Promise<LocalSandbox> => start({ ...place, ...wrong(faults), ...behind(back) })
  const sandbox = await started().catch(async (error: unknown) => {
    throw await refusal(desk, run, error)
  })
  closeWithGrace({ delay: 3000, logger: false }, async () => sandbox.close())
  tellReady(desk, sandbox, { wallet: run.wallet, again, back, configured: await isConfigured(desk, sandbox) })
}

function wrong(faults: string | undefined) {
  return faults === undefined ? {} : { faults: parseFaults(faults) }
}

function behind(back: string | undefined) {
  return back === undefined ? {} : { behindMs: lengthOf(back) }
}

interface Standing {
  readonly wallet: SandboxWalletName
  /** How far behind its clock starts. */
  readonly back: string | undefined
  /** Another run had the folder before. */
  readonly again: boolean
  /** The configuration here leads to this sandbox already. */
  readonly configured: boolean
}

function tellReady(
  desk: Desk,
  { account, phoneUrl, inspectorUrl, controlUrl }: LocalSandbox,
  { wallet, again, configured, back }: Standing,
): void {
  const words = WORDS[desk.lang]
  const name = USUAL_PLACE[wallet].account
  desk.say(`${words.ready(wallet)}\n`)
  if (again) desk.say(`${words.again}\n`)
  if (back !== undefined) desk.say(`${words.back(back)}\n`)
  desk.say(configured ? `${words.configured}\n` : `${words.paste}\n${configText(account, name)}`)
  desk.say([words.phone(phoneUrl), words.inspector(inspectorUrl), words.control(`${controlUrl}/books`)].join('\n'))
  desk.answer({ account: { ...account, notifyUrl: notifyUrlOf(name) }, phoneUrl, inspectorUrl, controlUrl })
  desk.next(configured ? words.nextConfigured : words.next)
}

/** Whether `tpkit.config.yaml` here says where this sandbox stands and who its merchant is: then there is nothing to paste. */
async function isConfigured(desk: Desk, { account }: LocalSandbox): Promise<boolean> {
  const text = await readFile(desk.path('tpkit.config.yaml'), 'utf8').catch(() => '')
  return [...Object.values(account.endpoints), numberOf(account)].every((said) => text.includes(said))
}

function lengthOf(length: string): number {
  const ms = parseDuration(length)
  if (ms === undefined)
    throw new Error(`back: expected a length of time such as 2d, 36h or 90m, found ${JSON.stringify(length.slice(0, 20))}`)
  return ms
}

/** A whole configuration file: one account, one method. Numbers that are ids stay in quotes. */
function configText(account: Account, name: string): string {
  const entry = { ...account, notifyUrl: notifyUrlOf(name) }
  return stringify(
    { accounts: { [name]: entry }, methods: { wallet: name } },
    { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 },
  )
}

/** Where the pasted account hears of payments, until somebody writes another address. */
function notifyUrlOf(name: string): string {
  return `http://127.0.0.1:8080/notify/${name}`
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDuration, parseFaults, type QQMerchant, type Sandbox, type SandboxAccount, startSandbox } from '@tpkit/sandbox'
import closeWithGrace from 'close-with-grace'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { isThere } from '../desk/files.ts'
import { drawnMerchant, keepKeys, keepMerchant, keptMerchant } from './merchant.ts'
import { refusal } from './refusal.ts'
import { WORDS } from './words.ts'

export interface SandboxRun {
  readonly port: number
  readonly tlsPort: number
  readonly dir: string
  /** What the wallet does wrong, in the grammar of docs/faults.md. */
  readonly faults?: string
  /** How far behind the machine's the wallet's clock starts. */
  readonly back?: string
}

/** Where the pasted account hears of payments, until somebody writes another address. */
const NOTIFY_URL = 'http://127.0.0.1:8080/notify/qq-sandbox'

/** Runs until the process is told to end. */
export async function runSandbox(desk: Desk, run: SandboxRun): Promise<void> {
  const dir = desk.path(run.dir)
  const kept = await keptMerchant(dir)
  // A merchant that `tpkit init` drew has no certificates yet: then nobody's are lost.
  const again = kept !== undefined && (await isThere(join(dir, 'ca.pem')))
  const sandbox = await opened({ ...run, dir }, kept ?? drawnMerchant()).catch(async (error: unknown) => {
    throw await refusal(desk, run, error)
  })
  if (kept) await keepKeys(dir, kept)
  else await keepMerchant(dir, sandbox.account)
  closeWithGrace({ delay: 3000, logger: false }, async () => sandbox.close())
  tellReady(desk, sandbox, { again, back: run.back, configured: await isConfigured(desk, sandbox) })
}

async function opened({ port, tlsPort, dir, faults, back }: SandboxRun, qqwallet: QQMerchant): Promise<Sandbox> {
  return startSandbox({
    ...{ port, tlsPort, dir, qqwallet },
    ...(faults !== undefined && { faults: parseFaults(faults) }),
    ...(back !== undefined && { clock: clockBehind(back) }),
  })
}

interface Standing {
  /** How far behind its clock starts. */
  readonly back: string | undefined
  /** Another run had the folder before. */
  readonly again: boolean
  /** The configuration here leads to this sandbox already. */
  readonly configured: boolean
}

function tellReady(
  desk: Desk,
  { account, phoneUrl, inspectorUrl, controlUrl }: Sandbox,
  { again, configured, back }: Standing,
): void {
  const words = WORDS[desk.lang]
  desk.say(`${words.ready}\n`)
  if (again) desk.say(`${words.again}\n`)
  if (back !== undefined) desk.say(`${words.back(back)}\n`)
  desk.say(configured ? `${words.configured}\n` : `${words.paste}\n${configText(account)}`)
  desk.say([words.phone(phoneUrl), words.inspector(inspectorUrl), words.control(`${controlUrl}/books`)].join('\n'))
  desk.answer({ account: { ...account, notifyUrl: NOTIFY_URL }, phoneUrl, inspectorUrl, controlUrl })
  desk.next(configured ? words.nextConfigured : words.next)
}

/** Whether `tpkit.config.yaml` here says where this sandbox stands and who its merchant is: then there is nothing to paste. */
async function isConfigured(desk: Desk, { url, tlsUrl, account }: Sandbox): Promise<boolean> {
  const text = await readFile(desk.path('tpkit.config.yaml'), 'utf8').catch(() => '')
  return [url, tlsUrl, account.mchId].every((said) => text.includes(said))
}

function clockBehind(length: string): () => number {
  const ms = parseDuration(length)
  if (ms === undefined)
    throw new Error(`back: expected a length of time such as 2d, 36h or 90m, found ${JSON.stringify(length.slice(0, 20))}`)
  return () => Date.now() - ms
}

/** A whole configuration file: one account, one method. Numbers that are ids stay in quotes. */
function configText(account: SandboxAccount): string {
  const entry = { ...account, notifyUrl: NOTIFY_URL }
  return stringify(
    { accounts: { 'qq-sandbox': entry }, methods: { wallet: 'qq-sandbox' } },
    { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 },
  )
}

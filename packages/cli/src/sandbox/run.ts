import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tpError } from '@tpkit/core'
import { parseDuration, parseFaults, type Sandbox, type SandboxAccount, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import closeWithGrace from 'close-with-grace'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { isThere } from '../desk/files.ts'
import { messageOf } from '../desk/message.ts'
import { keepKeys, keepMerchant, keptMerchant } from './merchant.ts'

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

const WORDS = {
  en: {
    ready:
      'QQ Wallet sandbox is running. No account, ever, offline. Its secrets are throwaway, and kept in the folder for the next run.',
    paste: '# Paste this into tpkit.config.yaml and set notifyUrl to where your shop listens:',
    configured: 'tpkit.config.yaml in this folder leads here already.',
    phone: "payer's phone",
    inspector: 'inspector',
    control: 'control API',
    again:
      'Started again in this folder: certificates and books are new, so restart a shop that still runs, or its refunds fail; merchants taken in through the control API must be taken in again.',
    next: 'start your shop with this account, open the phone, press "pay". Ctrl+C ends the sandbox.',
    nextConfigured: '"tpkit doctor" in another terminal, then "tpkit pay --total 1.00". Ctrl+C ends the sandbox.',
  },
  zh: {
    ready: 'QQ 钱包沙箱已启动：无需账号，完全离线。密钥随机生成、没有任何价值，并保存在目录中供下次使用。',
    paste: '# 粘贴到 tpkit.config.yaml，并把 notifyUrl 改成您店铺接收通知的地址：',
    configured: '本目录的 tpkit.config.yaml 已指向这里。',
    phone: '付款人手机',
    inspector: '报文检查',
    control: '控制接口',
    again: '在此目录中再次启动：证书和账本都是新的，请重启仍在运行的店铺，否则退款会失败；通过控制接口加入的商户需要重新加入。',
    next: '用此账户启动店铺，打开手机页面，点“支付”。按 Ctrl+C 结束。',
    nextConfigured: '在另一个终端运行 “tpkit doctor”，再 “tpkit pay --total 1.00”。按 Ctrl+C 结束沙箱。',
  },
} as const

/** Runs until the process is told to end. */
export async function runSandbox(desk: Desk, run: SandboxRun): Promise<void> {
  const dir = desk.path(run.dir)
  const kept = await keptMerchant(dir)
  // A merchant that `tpkit init` drew has no certificates yet: then nobody's are lost.
  const again = kept !== undefined && (await isThere(join(dir, 'ca.pem')))
  const sandbox = await opened({ ...run, dir }, kept)
  if (kept) await keepKeys(dir, kept)
  else await keepMerchant(dir, sandbox.account)
  closeWithGrace({ delay: 3000, logger: false }, async () => sandbox.close())
  tellReady(desk, sandbox, { again, configured: await isConfigured(desk, sandbox) })
}

/** What hinders a sandbox from opening is what the command line says of it: a port, a folder, a fault. */
async function opened({ port, tlsPort, dir, faults, back }: SandboxRun, kept: SandboxOptions['qqwallet']): Promise<Sandbox> {
  try {
    return await startSandbox({
      ...{ port, tlsPort, dir },
      ...(kept && { qqwallet: kept }),
      ...(faults !== undefined && { faults: parseFaults(faults) }),
      ...(back !== undefined && { clock: clockBehind(back) }),
    })
  } catch (error) {
    throw tpError('INVALID', messageOf(error))
  }
}

interface Standing {
  /** Another run had the folder before. */
  readonly again: boolean
  /** The configuration here leads to this sandbox already. */
  readonly configured: boolean
}

function tellReady(desk: Desk, { account, phoneUrl, inspectorUrl, controlUrl }: Sandbox, { again, configured }: Standing): void {
  const words = WORDS[desk.lang]
  desk.say(`${words.ready}\n`)
  if (again) desk.say(`${words.again}\n`)
  desk.say(configured ? `${words.configured}\n` : `${words.paste}\n${configText(account)}`)
  desk.say(`${words.phone}: ${phoneUrl}\n${words.inspector}: ${inspectorUrl}\n${words.control}: ${controlUrl}/books`)
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

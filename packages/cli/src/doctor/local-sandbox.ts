import { dirname, relative, resolve } from 'node:path'
import { quoted } from '../desk/line.ts'
import { field, readLoosely } from '../plugins/find.ts'

/** The sandbox that an account leads to. */
export interface LocalSandbox {
  /** Its folder, from the root of the file system. */
  readonly dir: string
  /** What starts it: `tpkit sandbox --dir shop/sandbox --port 9103`. */
  readonly line: string
}

/** What the configuration says of the sandbox of each account, also where it cannot be used otherwise. */
export async function localSandboxes(path: string, cwd: string): Promise<(account: string) => LocalSandbox> {
  const accounts = field(await readLoosely(path), 'accounts')
  return (account) => {
    const dir = resolve(dirname(path), folderIn(said(accounts, account, 'ca')))
    const folder = relative(cwd, dir) || '.'
    const args = folder === 'sandbox' ? [] : ['--dir', folder]
    const ports = portArgs(said(accounts, account, 'endpoints'))
    return { dir, line: ['tpkit', 'sandbox', ...args, ...ports].map(quoted).join(' ') }
  }
}

/** What an account says itself, else the one that it extends; a circle ends. */
function said(accounts: unknown, account: string, name: string, left = 8): unknown {
  const entry = field(accounts, account)
  const parent = field(entry, 'extends')
  return field(entry, name) ?? (typeof parent === 'string' && left > 0 ? said(accounts, parent, name, left - 1) : undefined)
}

/** Where the files of a sandbox lie: beside its CA. */
function folderIn(ca: unknown): string {
  return typeof ca === 'string' && ca.startsWith('file:') ? dirname(ca.slice('file:'.length)) : 'sandbox'
}

const USUAL: Readonly<Record<string, readonly [option: string, port: string]>> = {
  'http:': ['--port', '9101'],
  'https:': ['--tls-port', '9102'],
}

function portArgs(endpoints: unknown): readonly string[] {
  const addresses = Object.values(typeof endpoints === 'object' && endpoints !== null ? endpoints : {})
  const found = new Map(
    addresses.flatMap((address) => {
      const { protocol, port } = URL.parse(String(address)) ?? { protocol: '', port: '' }
      const [option = '', usual] = USUAL[protocol] ?? []
      return option === '' || port === '' || port === usual ? [] : [[option, port] as const]
    }),
  )
  return [...found].flat()
}

import { dirname, relative, resolve } from 'node:path'
import { quoted } from '../desk/line.ts'
import { said } from '../plugins/loose.ts'

/** The sandbox that an account leads to. */
export interface LocalSandbox {
  /** Its folder, from the root of the file system. */
  readonly dir: string
  /** What starts it: `tpkit sandbox --dir shop/sandbox --port 9103`. */
  readonly line: string
}

/** What the configuration says of the sandbox of each account, also where it cannot be used otherwise. */
export function localSandboxes(accounts: unknown, path: string, cwd: string): (account: string) => LocalSandbox {
  return (account) => {
    const dir = resolve(dirname(path), folderIn(said(accounts, account, 'ca')))
    const folder = relative(cwd, dir) || '.'
    const args = folder === 'sandbox' ? [] : ['--dir', folder]
    const ports = portArgs(said(accounts, account, 'endpoints'))
    return { dir, line: ['tpkit', 'sandbox', ...args, ...ports].map(quoted).join(' ') }
  }
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

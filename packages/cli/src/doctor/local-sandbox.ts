import { dirname, relative, resolve } from 'node:path'
import { quoted } from '../desk/line.ts'
import { said } from '../plugins/loose.ts'
import { SANDBOX_WALLETS, type SandboxWalletName, USUAL_PLACE } from '../sandbox/wallets.ts'

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
    const wallet = walletOf(said(accounts, account, 'plugin'))
    const usual = USUAL_PLACE[wallet]
    const known = folderIn(said(accounts, account, 'ca')) ?? folderIn(said(accounts, account, 'privateKey'))
    const dir = resolve(dirname(path), known ?? usual.dir)
    const folder = relative(cwd, dir) || '.'
    const args = [
      ...(wallet === 'qqwallet' ? [] : ['--wallet', wallet]),
      ...(folder === usual.dir ? [] : ['--dir', folder]),
      ...portArgs(said(accounts, account, 'endpoints'), wallet),
    ]
    return { dir, line: ['tpkit', 'sandbox', ...args].map(quoted).join(' ') }
  }
}

/** Which wallet a sandbox plays for a plugin; that of a stranger is played by none. */
function walletOf(plugin: unknown): SandboxWalletName {
  return SANDBOX_WALLETS.find((wallet) => String(plugin).includes(`provider-${wallet}`)) ?? 'qqwallet'
}

/** Where the files of a sandbox lie: beside its CA, or the merchant's key. */
function folderIn(reference: unknown): string | undefined {
  return typeof reference === 'string' && reference.startsWith('file:') ? dirname(reference.slice('file:'.length)) : undefined
}

function portArgs(endpoints: unknown, wallet: SandboxWalletName): readonly string[] {
  const { port: plain, tlsPort } = USUAL_PLACE[wallet]
  const usual: Readonly<Record<string, readonly [option: string, port: number]>> = {
    'http:': ['--port', plain],
    'https:': ['--tls-port', tlsPort],
  }
  const addresses = Object.values(typeof endpoints === 'object' && endpoints !== null ? endpoints : {})
  const found = new Map(
    addresses.flatMap((address) => {
      const { protocol, port } = URL.parse(String(address)) ?? { protocol: '', port: '' }
      const [option = '', usually] = usual[protocol] ?? []
      return option === '' || port === '' || port === String(usually) ? [] : [[option, port] as const]
    }),
  )
  return [...found].flat()
}

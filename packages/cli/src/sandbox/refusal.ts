import { dirname } from 'node:path'
import { type TPError, tpError } from '@tpkit/core/errors'
import type { Desk } from '../desk/desk.ts'
import { commandLine } from '../desk/line.ts'
import { messageOf } from '../desk/message.ts'
import { remarked } from '../desk/remark.ts'
import { sandboxControl } from './control.ts'
import { type SandboxWalletName, USUAL_PLACE } from './wallets.ts'
import { WORDS } from './words.ts'

/** What was asked for and may have to change. */
interface Wanted {
  readonly wallet: SandboxWalletName
  readonly port: number
  readonly tlsPort: number
  readonly dir: string
}

/** What hinders a sandbox from opening is what the command line says of it: a port, a folder, a fault. */
export async function refusal(desk: Desk, wanted: Wanted, error: unknown): Promise<TPError> {
  const words = WORDS[desk.lang]
  const port = takenPort(error)
  if (port === undefined) return remarked(tpError('INVALID', messageOf(error)), { lead: words.unusable })
  const option = port === wanted.port ? '--port' : '--tls-port'
  const folder = await folderOfSandboxAt(port)
  const message =
    folder === undefined
      ? `${option}: expected a free port, found ${port} taken, perhaps by another sandbox`
      : `${option}: expected a free port, found ${port} taken by another sandbox (its folder: ${folder})`
  const taken = remarked(tpError('INVALID', message), { lead: words.unusable })
  if (folder === desk.path(wanted.dir)) return remarked(taken, { next: words.runsAlready(`${addressOf(port)}/phone`) })
  return remarked(taken, { next: words.taken, steps: [{ what: words.beside, line: besideLine(desk, wanted) }] })
}

function takenPort(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
  return isTaken && 'port' in cause ? Number(cause.port) : undefined
}

const ASKED_MS = 1_000

/** Its control API tells where the first merchant's files are; the door with TLS tells nothing. */
async function folderOfSandboxAt(port: number): Promise<string | undefined> {
  const merchants = await sandboxControl(addressOf(port), ASKED_MS)
    .get('/merchants')
    .catch(() => undefined)
  const first: unknown = Array.isArray(merchants) ? merchants[0] : undefined
  const files = typeof first === 'object' && first !== null ? [Reflect.get(first, 'ca'), Reflect.get(first, 'privateKey')] : []
  const file = files.find((each) => typeof each === 'string')
  return file === undefined ? undefined : dirname(file.replace(/^file:/, ''))
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

const NEXT_DOORS = 100

function besideLine({ terminal }: Desk, { wallet, port, tlsPort, dir }: Wanted): string {
  const [plain, tls] = [port, tlsPort].map((one) => String(one + NEXT_DOORS <= 65_535 ? one + NEXT_DOORS : 0))
  return commandLine(
    terminal,
    'sandbox',
    ...(wallet === 'qqwallet' ? [] : ['--wallet', wallet]),
    '--port',
    plain ?? '0',
    '--tls-port',
    tls ?? '0',
    ...(dir === USUAL_PLACE[wallet].dir ? [] : ['--dir', dir]),
  )
}

import { dirname, join } from 'node:path'
import { quoted } from '../desk/line.ts'
import type { InitFlags } from './flags.ts'
import { type InitPlan, type LocalAccount, QQWALLET, USUAL_PORTS } from './plan.ts'
import { SAY } from './words.ts'

export interface Wish extends InitFlags {
  /** The sandbox of the folder runs already. */
  readonly running: boolean
}

/** What to do now; files are where the configuration is, seen from where the person is. */
export function nextStep({ account, plugin, lang }: InitPlan, { file, running }: Wish): string {
  const words = SAY[lang]
  const base = dirname(file)
  if (account.kind === 'sandbox') return running ? words.nextRunning : words.nextSandbox(sandboxLine(account, base))
  if (plugin !== QQWALLET) return words.nextOther
  const at = (name: string): string => quoted(join(base, name))
  if (account.keys === 'file') return words.nextFile(at('secrets'), at('secrets/qq-api-key.txt'))
  const env = at('.env')
  // Without a slash a shell would look for it among its commands.
  return words.nextEnv(at('.env.example'), env, base === '.' ? './.env' : env)
}

function sandboxLine({ ports: { port, tlsPort } }: LocalAccount, base: string): string {
  const folder = join(base, 'sandbox')
  const args = [
    ...(folder === 'sandbox' ? [] : ['--dir', folder]),
    ...(port === USUAL_PORTS.port ? [] : ['--port', String(port)]),
    ...(tlsPort === USUAL_PORTS.tlsPort ? [] : ['--tls-port', String(tlsPort)]),
  ]
  return ['tpkit', 'sandbox', ...args].map(quoted).join(' ')
}

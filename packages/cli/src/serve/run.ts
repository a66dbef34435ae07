import type { ReloadOutcome } from 'tpkit'
import type { RunningGateway } from 'tpkit/gateway'
import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { endGracefully } from '../desk/graceful.ts'
import { opened } from '../desk/open-tpkit.ts'
import { spokenError } from '../desk/zh/spoken.ts'
import { WORDS } from './words.ts'

/** Longer than a drain: its delay of 30 s at most, a minute for what is under way, and the end of the background. */
const END_MS = 120_000

export interface ServeFlags extends Common {
  readonly config: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
}

/** Runs the gateway until the process is told to end. */
export async function runServe(desk: Desk, { config, logLevel: level }: ServeFlags): Promise<void> {
  const { openGateway, pinoLogs } = await import('tpkit/gateway')
  const logs = pinoLogs({ level, destination: desk.terminal.stderr })
  const watch = (outcome: ReloadOutcome) => tellReload(desk, outcome)
  const open = (path: string) => openGateway({ config: path, mode: 'production', logs, watch })
  const gateway = await opened(desk, config, open)
  try {
    tellReady(desk, gateway, await gateway.listen())
  } catch (error) {
    await gateway.close()
    throw error
  }
  endGracefully(() => gateway.close(), { delayMs: END_MS, begun: () => desk.beside(WORDS[desk.lang].draining) })
}

function tellReady(desk: Desk, { cashier: { tpkit } }: RunningGateway, address: string): void {
  const words = WORDS[desk.lang]
  const publicUrl = tpkit.gatewayPlan.publicUrl ?? address
  desk.answer({ listening: address, publicUrl, accounts: tpkit.accounts, methods: tpkit.methods })
  desk.say(words.listening(address, publicUrl))
  desk.say(words.has(tpkit.methods, tpkit.accounts))
  desk.next(words.next(address))
}

function tellReload(desk: Desk, outcome: ReloadOutcome): void {
  const words = WORDS[desk.lang]
  if (outcome.kind === 'refused') {
    desk.answer({ reload: outcome.kind, message: outcome.error.message })
    desk.beside(`${words.refused}\n${spokenError(desk.lang, outcome.error)}`)
  } else {
    desk.answer({ reload: outcome.kind, ...outcome.value })
    desk.beside(words.reloaded)
  }
}

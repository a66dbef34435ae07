import type { Desk } from '../desk/desk.ts'
import { endGracefully } from '../desk/graceful.ts'
import { quoted } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { alignRows } from '../desk/table.ts'
import { USUAL_PLACE } from '../sandbox/wallets.ts'
import { type DevFlags, type DevStage, openDev } from './stage.ts'
import { WORDS } from './words.ts'

const END_MS = 10_000

/** Runs until the process is told to end, or the app ends. */
export async function runDev(desk: Desk, flags: DevFlags): Promise<void> {
  const ends: (() => Promise<unknown>)[] = []
  const cleanUp = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  const end = endGracefully(cleanUp, { delayMs: END_MS, begun: () => desk.beside(WORDS[desk.lang].ending) })
  try {
    const stage = await openDev(desk, flags, (one) => ends.push(one))
    tellReady(desk, stage)
    stage.app?.ended.catch(() => {
      // It is being ended, as everything is.
      if (ends.length === 0) return
      desk.beside(WORDS[desk.lang].appEnded)
      end.now()
    })
  } catch (error) {
    await cleanUp()
    end.uninstall()
    throw error
  }
}

function tellReady(desk: Desk, { url, config, wallets, apiKey, app }: DevStage): void {
  const words = WORDS[desk.lang]
  desk.answer({
    ...{ gateway: url, docs: `${url}/docs`, apiKey, config },
    wallets: wallets.map(({ name, started: { phoneUrl } }) => ({ wallet: name, account: USUAL_PLACE[name].account, phoneUrl })),
    ...(app && { app: app.url, webhookSecret: app.webhookSecret }),
  })
  desk.say(`${words.ready}\n`)
  const rows = [
    [words.gateway, url, words.docs(url)],
    ...wallets.map(({ name, started: { phoneUrl } }) => [words.wallet(name), phoneUrl, words.method(name)]),
    ...(app ? [[words.app, app.url]] : []),
  ]
  desk.say(alignRows(rows).join('\n'))
  tellSteps(desk, stepsOf(desk, url), [words.once, ...exports({ TPKIT_API_KEY: apiKey, TPKIT_CONFIG: config })].join('\n  '))
}

/** Nothing behind them: whoever pastes them into a shell that takes no comments has them all the same. */
function exports(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).map(([name, value]) => `export ${name}=${quoted(value)}`)
}

/** As the README says them. */
function stepsOf({ lang }: Desk, url: string): readonly NextStep[] {
  const words = WORDS[lang]
  const order = '{"orderNo":"T-1","method":"wallet","scene":"native","subject":"Tea","total":{"amount":1990,"currency":"CNY"}}'
  const payments = `curl ${url}/v1/payments -H "Authorization: Bearer $TPKIT_API_KEY"`
  return [
    { what: words.create, line: `${payments} -H "Content-Type: application/json" -d '${order}'` },
    { what: words.pay, line: payments },
  ]
}

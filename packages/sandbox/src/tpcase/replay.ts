import type { OpenWallet } from '../faults/faulty-wallet.ts'
import { decode, isList, isObject, type Json } from './codec.ts'
import { difference } from './difference.ts'
import { INPUTS, isInputName } from './inputs.ts'
import { CASE_VERSION } from './record.ts'
import { endingOf, type Step } from './step.ts'
import { isWalletName, WALLETS, type WalletName } from './wallets.ts'

/**
 * Plays a `.tpcase` in a new wallet and tells what came out differently, one sentence per step; none means: the same again.
 * Throws for a text that is no case, or of another version.
 *
 * @example
 * expect(replayCase(readFileSync('double-payment.tpcase', 'utf8'))).toEqual([])
 */
export function replayCase(text: string): readonly string[] {
  const { wallet: name, options, steps } = readCase(text)
  const wallet = WALLETS[name](options)
  return steps.flatMap((step, index) => differenceOf(wallet, step, index + 1) ?? [])
}

function differenceOf(wallet: OpenWallet<never>, step: Step, number: number): string | undefined {
  const { names, run } = INPUTS[step.do]
  // A file can say anything: the wallet meets its values as it meets a network's.
  const call = run as (wallet: OpenWallet<never>, ...values: readonly unknown[]) => unknown
  const { ending } = endingOf(() => call(wallet, ...names.map((name) => given(step, name))))
  const { gave = null, threw = null } = step
  const found = difference({ gave, threw }, { gave: null, threw: null, ...ending })
  return found && `step ${number}, ${step.do}${'now' in step ? ` at ${String(step.now)}` : ''}: ${found}`
}

function given(step: Step, name: string): unknown {
  const value = step[name] ?? null
  return name === 'now' && typeof value === 'string' ? Date.parse(value) : decode(value)
}

interface Case {
  readonly wallet: WalletName
  readonly options: unknown
  readonly steps: readonly Step[]
}

function readCase(text: string): Case {
  const found = parsed(text)
  if (!isObject(found) || found.tpcase === undefined) throw refused('a JSON object with "tpcase"', 'none', 'save the file again')
  if (found.tpcase !== CASE_VERSION) {
    throw refused(`version ${CASE_VERSION}`, JSON.stringify(found.tpcase), 'replay it with the tpkit that saved it')
  }
  const { wallet, options, steps } = found
  if (!isWalletName(wallet)) {
    const known = Object.keys(WALLETS).join(' or ')
    throw refused(`the wallet ${known}`, JSON.stringify(wallet ?? null), 'replay it with the tpkit that saved it')
  }
  if (!isObject(options) || !isList(options.merchants)) throw refused('options with merchants', 'none', 'save the file again')
  if (!isList(steps)) throw refused('a list of steps', 'none', 'save the file again')
  // What the options say beyond that, the wallet checks itself.
  return { wallet, options: decode(options), steps: steps.map(stepAt) }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function stepAt(json: Json, index: number): Step {
  const where = `step ${index + 1}`
  if (!isObject(json) || !isInputName(json.do)) {
    const found = isObject(json) ? JSON.stringify(json.do ?? null) : 'no object'
    throw refused(`${where} to do one of ${Object.keys(INPUTS).join(', ')}`, found, 'correct or remove it')
  }
  const needsTime = INPUTS[json.do].names.some((name) => name === 'now')
  if (needsTime && !isTime(json.now)) {
    throw refused(
      `${where} to have a time such as 2026-01-05T04:00:00.000Z as now`,
      JSON.stringify(json.now ?? null),
      'correct it',
    )
  }
  return { ...json, do: json.do }
}

function isTime(json: Json | undefined): boolean {
  return (
    typeof json === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(json) && !Number.isNaN(Date.parse(json))
  )
}

function refused(expected: string, found: string, todo: string): Error {
  return new Error(`tpcase: expected ${expected}, found ${found.slice(0, 80)}; ${todo}`)
}

import { isDeepStrictEqual } from 'node:util'
import type { Ability, Limits, Manifest, Timing } from '@tpkit/core'
import type { AnyTP } from '../bench.ts'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const manifestIsPlainAndComplete: Law = {
  name: 'manifest-is-plain-and-complete',
  rule: 'the manifest is plain data, complete, and promises exactly the abilities that are there',
  incident: 'a feature was announced that was not there, and the first reversal at a counter failed in front of the payer',
  repair: 'declare exactly the abilities that the protocol has, and give every limit and time as plain data',
  check: async ({ ours }) => {
    const { tp } = ours
    demandPlain(tp.manifest)
    for (const [what, holds] of [...identity(tp), ...limits(tp.manifest.limits), ...timing(tp.manifest.timing)]) {
      demand(holds, what, 'something else in the manifest', 'the cashier decides by the manifest, and knows nothing else')
    }
    for (const ability of ABILITIES) demandPromise(tp, ability)
  },
}

const ABILITIES: readonly Ability[] = ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe', 'verifyReturn']
const VERBS = ['pay', 'query', 'refund', 'notify']

type Rule = readonly [what: string, holds: boolean]

function demandPlain(manifest: Manifest): void {
  const copy = clone(manifest)
  demand(isDeepStrictEqual(copy, manifest), 'a manifest that survives structuredClone unchanged', copy, 'a page cannot show it')
}

function clone(manifest: Manifest): unknown {
  try {
    return structuredClone(manifest)
  } catch (error) {
    return error
  }
}

function demandPromise({ manifest, ...tp }: AnyTP, ability: Ability): void {
  const [declared, there] = [manifest.abilities.includes(ability), typeof tp[ability] === 'function']
  const found = there ? `${ability} without a declaration` : `no ${ability}`
  const meaning = 'the cashier calls what is not there, or never calls what is'
  demand(declared === there, declared ? `${ability}, which the manifest declares` : `no undeclared ability`, found, meaning)
}

function identity({ manifest, payee }: AnyTP): readonly Rule[] {
  const { provider, title, scenes, origins, identityFor, decidedBeforeExecution, sensitiveFields, createdOnScan = [] } = manifest
  const calls: readonly string[] = [...VERBS, ...manifest.abilities]
  return [
    ['provider: lower-case letters, digits and "-"', /^[a-z][a-z0-9-]{1,31}$/.test(provider)],
    ['title: English and Chinese', title.en !== '' && title.zh !== ''],
    ['payee: a merchant number', typeof payee.mchId === 'string' && payee.mchId !== ''],
    ['scenes: at least one, none twice', scenes.length > 0 && new Set(scenes).size === scenes.length],
    [
      'createdOnScan: scenes that it has, and not the counter',
      createdOnScan.every((scene) => scenes.includes(scene) && scene !== 'micropay'),
    ],
    ['abilities: none twice', new Set(manifest.abilities).size === manifest.abilities.length],
    ['origins: https origins without path', origins.length > 0 && origins.every(isOrigin)],
    ['identityFor: verbs and declared abilities', identityFor.every((call) => calls.includes(call))],
    [
      'decidedBeforeExecution: statuses and codes',
      decidedBeforeExecution.every(({ status, code }) => Number.isInteger(status) && status >= 200 && code !== ''),
    ],
    ['sensitiveFields: names', sensitiveFields.every((name) => name !== '')],
  ]
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).origin === text
}

function limits({ currencies, maxAmount, outTradeNo, outRefundNo, maxRefunds, ...lengths }: Limits): readonly Rule[] {
  const { subjectLength, attachLength, refundWindowDays, maxMessageBytes } = lengths
  return [
    ['currencies: ISO 4217 codes', currencies.length > 0 && currencies.every((code) => /^[A-Z]{3}$/.test(code))],
    ['maxAmount: above zero', typeof maxAmount === 'bigint' && maxAmount > 0n],
    ['outTradeNo: lengths and an alphabet', isNumberRule(outTradeNo)],
    ['outRefundNo: lengths and an alphabet', isNumberRule(outRefundNo)],
    ['subjectLength, refundWindowDays: above zero', subjectLength > 0 && refundWindowDays > 0],
    ['attachLength: a length', attachLength >= 0],
    ['maxMessageBytes: at least a kilobyte', maxMessageBytes >= 1_024 && Number.isSafeInteger(maxMessageBytes)],
    ['maxRefunds: above zero where given', maxRefunds === undefined || maxRefunds > 0],
  ]
}

function isNumberRule({ minLength, maxLength, alphabet }: Limits['outTradeNo']): boolean {
  return minLength >= 1 && maxLength >= Math.max(minLength, 6) && new RegExp(`^[${alphabet}]+$`).test('0')
}

function timing({ promptLifeMs, micropay, statement, failedRefundRepeatsNumber, followUpMs, ...spans }: Timing): readonly Rule[] {
  const lives = Object.values(promptLifeMs)
  const micropaySpans = Object.values(micropay ?? {})
  return [
    ['callTimeoutMs: above zero', spans.callTimeoutMs > 0],
    ['timing: no negative or missing time', Object.values(spans).every((ms) => Number.isFinite(ms) && ms >= 0)],
    ['promptLifeMs: above zero', lives.every((ms) => ms > 0)],
    ['micropay: times above zero', micropaySpans.every((ms) => ms > 0)],
    ['statement: a time and days above zero', statement === undefined || (statement.readyAfterMs >= 0 && statement.keptDays > 0)],
    ['failedRefundRepeatsNumber: yes or no', typeof failedRefundRepeatsNumber === 'boolean'],
    ['followUpMs: distances above zero', followUpMs.length > 0 && followUpMs.every((ms) => ms > 0)],
  ]
}

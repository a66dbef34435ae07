import type { Manifest } from '../contract/manifest.ts'
import * as shape from './shapes.ts'

const VERBS = ['pay', 'query', 'refund', 'notify', 'acknowledge'] as const

/** What the TP of a plugin must have and has not, as a sentence. */
export function lackingOf(tp: unknown): string | undefined {
  const found = shape.isFields(tp) ? tp : {}
  const manifest = isManifest(found.manifest) ? found.manifest : undefined
  const functions = [...VERBS, ...(manifest?.abilities ?? [])].filter((name) => typeof Reflect.get(found, name) !== 'function')
  const lacking = [...(manifest ? [] : ['manifest']), ...(shape.isPayee(found.payee) ? [] : ['payee']), ...functions]
  if (lacking.length === 0) return undefined
  return `expected the plugin's TP to have ${lacking.join(', ')}, found it without; report it to the plugin's author`
}

function isManifest(value: unknown): value is Manifest {
  if (!shape.isFields(value) || !Array.isArray(value.scenes) || !Array.isArray(value.abilities)) return false
  const { limits, timing } = value
  const numbers = shape.isFields(timing) && [timing.callTimeoutMs, timing.quietMs].every(Number.isFinite)
  const usable = numbers && Array.isArray(timing.followUpMs)
  return usable && shape.isFields(limits) && shape.isFields(limits.outTradeNo) && shape.isFields(limits.outRefundNo)
}

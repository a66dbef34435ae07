import type { FaultHit, FaultRule } from '@tpkit/core'
import { parseFaults } from '../../faults/text.ts'
import { type Answer, json } from '../answer.ts'
import { orRefused, Refused } from '../refused.ts'
import type { World } from '../worlds.ts'
import { type Asked, parsed } from './asked.ts'
import { iso } from './books.ts'

export function showFaults({ world }: Asked): Answer {
  return json(200, faultsOf(world.wallet.faults))
}

/** Other rules in the place of all; none make the wallet behave. */
export function armFaults({ world, request }: Asked): Answer {
  const box = world.wallet.faults
  const rules = wantedRules(box, request.body, request.header('content-type') ?? '')
  orRefused(400, () => box.arm(rules))
  return json(200, faultsOf(box))
}

type FaultyBox = World['wallet']['faults']

function faultsOf(box: FaultyBox): object {
  const catalogue = box.catalogue.map(({ name, at, effect, title }) => ({ name, at, effect, title }))
  return { catalogue, rules: box.rules(), trace: box.trace().map(hit) }
}

function hit({ at, ...rest }: FaultHit): object {
  return { ...rest, at: iso(at) }
}

/** Plain text is rules as the command line takes them; JSON is that text or a list, either of them perhaps as `rules`. */
function wantedRules({ catalogue }: FaultyBox, body: Uint8Array, type: string): readonly FaultRule[] {
  const text = new TextDecoder().decode(body)
  const rules = /^text\/plain/i.test(type) ? text : rulesIn(parsed(text))
  if (typeof rules === 'string') return orRefused(400, () => parseFaults(rules, catalogue))
  if (Array.isArray(rules)) return rules.map(ruleOf)
  throw new Refused(400, 'rules: expected text such as "drop-after@pay*1" or a list of rules, found neither')
}

function rulesIn(wish: unknown): unknown {
  if (typeof wish !== 'object' || wish === null || Array.isArray(wish)) return wish
  const unknown = Object.keys(wish).find((name) => name !== 'rules')
  if (unknown !== undefined) throw new Refused(400, `${unknown}: expected rules alone; whose wallet is said by ?mchId=`)
  return 'rules' in wish ? wish.rules : undefined
}

const FIELDS = {
  fault: isText,
  call: isText,
  outTradeNo: isText,
  times: isNumber,
  percent: isNumber,
  value: isNumber,
} as const satisfies Record<keyof FaultRule, (value: unknown) => boolean>

function ruleOf(value: unknown): FaultRule {
  if (isRule(value)) return value
  throw new Refused(400, `rules: expected objects of ${Object.keys(FIELDS).join(', ')}, found ${JSON.stringify(value)}`)
}

/** Whether the form is right; the fault box knows whether it makes sense, and which texts are calls. */
function isRule(value: unknown): value is FaultRule {
  if (typeof value !== 'object' || value === null || !('fault' in value)) return false
  return Object.entries(value).every(([name, part]) => isField(name) && FIELDS[name](part))
}

function isField(name: string): name is keyof FaultRule {
  return Object.hasOwn(FIELDS, name)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number'
}

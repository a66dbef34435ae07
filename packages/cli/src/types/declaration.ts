import type { Ability, MethodPlan, RouteRule, Scene } from '@tpkit/core'
import type { Manifest } from 'tpkit'
import { SCENES } from '../pay/scenes.ts'

/** How every such file begins. */
export const WRITTEN_BY = '// Written by "tpkit types"'

export interface Declared {
  readonly accounts: readonly { readonly name: string; readonly manifest: Pick<Manifest, 'scenes' | 'abilities'> }[]
  readonly methods: readonly MethodPlan[]
}

/** A declaration by which `method('wallet')` and `account('qq-main')` are as exact as the configuration. */
export function declarationText({ accounts, methods }: Declared): string {
  const method = (plan: MethodPlan): string => `    ${quoted(plan.name)}: Method<${union(scenesOf(plan, accounts))}>`
  const account = ({ name, manifest }: Declared['accounts'][number]): string =>
    `    ${quoted(name)}: Account<${union(manifest.scenes)}, ${union(manifest.abilities)}>`
  return [
    `${WRITTEN_BY} from the configuration. Write it again when that changes.`,
    "import type { Account, Method } from 'tpkit'",
    '',
    "declare module 'tpkit' {",
    '  interface ConfiguredMethods {',
    ...methods.map(method),
    '  }',
    '  interface ConfiguredAccounts {',
    ...accounts.map(account),
    '  }',
    '}',
    '',
  ].join('\n')
}

/** What a method can be asked for: the scenes that a rule may take where every account of that rule can do them. */
function scenesOf({ rules }: MethodPlan, accounts: Declared['accounts']): readonly Scene[] {
  const able = (account: string, scene: Scene): boolean =>
    accounts.some(({ name, manifest }) => name === account && manifest.scenes.includes(scene))
  return SCENES.filter((scene) => reachable(rules, scene).some(({ use }) => use.every(({ account }) => able(account, scene))))
}

/** The rules that may get a scene: none behind the first that takes all of it. */
function reachable(rules: readonly RouteRule[], scene: Scene): readonly RouteRule[] {
  const fitting = rules.filter(({ when }) => when.scene === undefined || when.scene.includes(scene))
  const last = fitting.findIndex(
    ({ when }) => when.currency === undefined && when.minAmount === undefined && when.maxAmount === undefined,
  )
  return last < 0 ? fitting : fitting.slice(0, last + 1)
}

function union(names: readonly (Scene | Ability)[]): string {
  return names.length === 0 ? 'never' : names.map((name) => `'${name}'`).join(' | ')
}

function quoted(name: string): string {
  return /^[a-z][a-z0-9]*$/.test(name) ? name : `'${name}'`
}

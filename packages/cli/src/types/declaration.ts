import type { Ability, MethodPlan, Scene } from '@tpkit/core'
import type { AccountDescription, Description } from 'tpkit'

/** A declaration by which `method('wallet')` and `account('qq-main')` are as exact as the configuration. */
export function declarationText({ accounts, methods }: Pick<Description, 'accounts' | 'methods'>): string {
  const method = (plan: MethodPlan): string => `    ${quoted(plan.name)}: Method<${union(scenesOf(plan, accounts))}>`
  const account = ({ name, manifest }: AccountDescription): string =>
    `    ${quoted(name)}: Account<${union(manifest.scenes)}, ${union(manifest.abilities)}>`
  return [
    '// Written by "tpkit types" from the configuration. Write it again when that changes.',
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

/** What a method can be asked for: every scene that one of its rules takes and an account of that rule has. */
function scenesOf({ rules }: MethodPlan, accounts: readonly AccountDescription[]): readonly Scene[] {
  const able = rules.flatMap(({ use, when }) => {
    const scenes = use.flatMap(({ account }) => accounts.find(({ name }) => name === account)?.manifest.scenes ?? [])
    return scenes.filter((scene) => when.scene === undefined || when.scene.includes(scene))
  })
  return [...new Set(able)]
}

function union(names: readonly (Scene | Ability)[]): string {
  return names.length === 0 ? 'never' : names.map((name) => `'${name}'`).join(' | ')
}

function quoted(name: string): string {
  return /^[a-z][a-z0-9]*$/.test(name) ? name : `'${name}'`
}

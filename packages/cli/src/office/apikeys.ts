import type { ApiKeyRow } from 'tpkit/gateway'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { localTime } from '../desk/time.ts'
import { visible } from '../desk/visible.ts'
import { apiKeyJson } from './json.ts'
import { type OfficeFlags, operator, withOffice } from './open.ts'
import { scopesOf } from './scopes.ts'
import { demandYes, officeStep, tableOf, told } from './tell.ts'
import { OFFICE } from './words.ts'

export interface KeysFlags extends OfficeFlags {
  readonly merchant: string
}

export function runKeysList(desk: Desk, { config, merchant }: KeysFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ apiKeys }) => {
    const keys = await apiKeys.list(merchant)
    const { key: words, step } = OFFICE[desk.lang]
    const rows = keys.map((key) => rowOf(desk, key))
    const open = keys.find((key) => isOpen(key, desk.terminal.nowMs()))
    const steps = open ? [officeStep(desk, step.revoke, 'apikeys', 'revoke', open.id)] : []
    return told(desk, tableOf(words.head, rows, words.none), { apiKeys: keys.map(apiKeyJson) }, steps)
  })
}

function rowOf(desk: Desk, key: ApiKeyRow): readonly string[] {
  const { never } = OFFICE[desk.lang].key
  const { id, name, mode, scopes, lastUsedAt } = key
  return [id, name, mode, statusOf(desk, key), lastUsedAt === undefined ? never : localTime(lastUsedAt), scopes.join(' ')]
}

function isOpen({ revokedAt, expiresAt = Number.POSITIVE_INFINITY }: ApiKeyRow, now: number): boolean {
  return revokedAt === undefined && expiresAt > now
}

function statusOf({ lang, terminal }: Desk, key: ApiKeyRow): string {
  const { active, until, expired, revoked } = OFFICE[lang].key
  if (key.revokedAt !== undefined) return revoked(localTime(key.revokedAt))
  if (key.expiresAt === undefined) return active
  return (isOpen(key, terminal.nowMs()) ? until : expired)(localTime(key.expiresAt))
}

export interface IssueFlags extends KeysFlags {
  readonly name: string
  readonly scope: readonly string[]
  /** Milliseconds from now. */
  readonly expires?: number
}

/** The key goes to stdout by itself on a line, once. */
export function runKeysIssue(desk: Desk, { config, merchant, name, scope, expires }: IssueFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ apiKeys, mode }) => {
    const expiresAt = expires === undefined ? undefined : desk.terminal.nowMs() + expires
    const wanted = { merchant, mode, name, scopes: scopesOf(scope), ...(expiresAt !== undefined && { expiresAt }) }
    const { key, text } = await apiKeys.issue(wanted, operator())
    const { key: words, step } = OFFICE[desk.lang]
    const lines = [words.issued(visible(name), merchant, mode, key.scopes.join(' ')), text, words.once]
    const steps = [officeStep(desk, step.revoke, 'apikeys', 'revoke', key.id)]
    return told(desk, lines, { apiKey: apiKeyJson(key), key: text }, steps)
  })
}

export interface RevokeFlags extends OfficeFlags {
  readonly yes?: true
}

export function runKeysRevoke(desk: Desk, id: string, { config, yes }: RevokeFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ apiKeys, merchants }) => {
    const { key: words, step } = OFFICE[desk.lang]
    const all = (await Promise.all((await merchants.list()).map((one) => apiKeys.list(one.id)))).flat()
    const meant = all.find((key) => key.id === id)
    // One that there is not is refused below, by its own sentence.
    const ended = meant && (await demandYes(desk, yes, words.really(visible(meant.name), meant.merchant)))
    if (ended !== undefined) return ended
    const key = await apiKeys.revoke(id, operator())
    const steps = [
      officeStep(desk, step.list, 'apikeys', 'list', ...(key.merchant === 'main' ? [] : ['--merchant', key.merchant])),
    ]
    return told(desk, [words.gone(visible(key.name))], { apiKey: apiKeyJson(key) }, steps)
  })
}

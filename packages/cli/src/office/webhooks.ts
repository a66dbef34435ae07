import type { EndpointTest, RunningBackoffice, SecretKind, WebhookEndpointRow } from 'tpkit/gateway'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { endpointJson, testJson } from './json.ts'
import { type OfficeFlags, operator, withOffice } from './open.ts'
import { demandYes, officeStep, tableOf, told } from './tell.ts'
import { OFFICE } from './words.ts'

export interface HooksFlags extends OfficeFlags {
  readonly merchant?: string
}

export function runHooksList(desk: Desk, { config, merchant }: HooksFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ endpoints }) => {
    const rows = await endpoints.list(merchant)
    const { hook, step } = OFFICE[desk.lang]
    const lines = tableOf(
      hook.head,
      rows.map((row) => [row.id, row.merchant, typesOf(desk, row), String(row.sealedSecrets.length), row.url]),
      hook.none,
    )
    const first = rows[0]
    const steps = first
      ? [
          officeStep(desk, step.rotate, 'webhooks', 'rotate', first.id),
          officeStep(desk, step.remove, 'webhooks', 'remove', first.id),
        ]
      : [officeStep(desk, step.add, 'webhooks', 'add', '<address>')]
    return told(desk, lines, { endpoints: rows.map(endpointJson) }, steps)
  })
}

function typesOf({ lang }: Desk, { types }: WebhookEndpointRow): string {
  return types?.join(' ') ?? OFFICE[lang].hook.all
}

export interface AddHookFlags extends OfficeFlags {
  readonly merchant: string
  readonly event?: readonly string[]
  readonly kind: SecretKind
}

export function runHookAdd(desk: Desk, url: string, { config, merchant, event, kind }: AddHookFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ endpoints }) => {
    const { endpoint, secret } = await endpoints.add({ merchant, url, kind, ...(event && { types: event }) }, operator())
    const { hook, step } = OFFICE[desk.lang]
    const lines = [hook.added(endpoint.id, merchant, endpoint.url), ...secretLines(desk, secret)]
    const steps = [officeStep(desk, step.test, 'webhooks', 'test', endpoint.id), officeStep(desk, step.look, 'webhooks', 'list')]
    return told(desk, lines, { endpoint: endpointJson(endpoint), secret }, steps)
  })
}

/** By itself on a line, once. */
function secretLines({ lang }: Desk, secret: string): readonly string[] {
  return [secret, OFFICE[lang].hook.once[secret.startsWith('whpk_') ? 'whpk' : 'whsec']]
}

export interface ChangeHookFlags extends OfficeFlags {
  readonly url?: string
  readonly event?: readonly string[]
  readonly allEvents?: true
}

export function runHookChange(desk: Desk, id: string, { config, url, event, allEvents }: ChangeHookFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const types = allEvents ? null : event
    const change = { ...(url !== undefined && { url }), ...(types !== undefined && { types }) }
    const row = await office.endpoints.change(await meant(office, id), change, operator())
    const { hook, step } = OFFICE[desk.lang]
    const steps = [officeStep(desk, step.look, 'webhooks', 'list')]
    return told(desk, [hook.changed(id, row.url, typesOf(desk, row))], { endpoint: endpointJson(row) }, steps)
  })
}

/** People say the id alone. One that there is not is refused by the back office, whoever's it is said to be. */
async function meant({ endpoints }: RunningBackoffice, id: string): Promise<Pick<WebhookEndpointRow, 'merchant' | 'id' | 'url'>> {
  return (await endpoints.list()).find((row) => row.id === id) ?? { merchant: 'main', id, url: id }
}

export function runHookRotate(desk: Desk, id: string, { config }: OfficeFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const { endpoint, secret } = await office.endpoints.rotate(await meant(office, id), operator())
    const { hook, step } = OFFICE[desk.lang]
    const lines = [hook.rotated(id, endpoint.sealedSecrets.length), ...secretLines(desk, secret)]
    const steps = [officeStep(desk, step.drop, 'webhooks', 'drop-old', id)]
    return told(desk, lines, { endpoint: endpointJson(endpoint), secret }, steps)
  })
}

export function runHookTest(desk: Desk, id: string, { config }: OfficeFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const test = await office.testEndpoint(await meant(office, id), operator())
    const { step } = OFFICE[desk.lang]
    const steps = test.taken
      ? [officeStep(desk, step.look, 'webhooks', 'list')]
      : [officeStep(desk, step.again, 'webhooks', 'test', id), officeStep(desk, step.change, 'webhooks', 'change', id)]
    told(desk, [testLine(desk, test)], testJson(test), steps)
    return test.taken ? EXIT.done : EXIT.failed
  })
}

function testLine({ lang }: Desk, { endpoint: { id }, taken, answer }: EndpointTest): string {
  const { hook } = OFFICE[lang]
  const { durationMs } = answer
  if (answer.kind === 'unanswered') {
    const code = answer.code === undefined ? '' : hook.code(answer.code)
    return hook.notTaken(id, hook.unanswered[answer.why](durationMs, code))
  }
  return taken ? hook.taken(id, answer.status, durationMs) : hook.notTaken(id, hook.status(answer.status, durationMs))
}

export interface EndHookFlags extends OfficeFlags {
  readonly yes?: true
}

export function runHookDropOld(desk: Desk, id: string, { config, yes }: EndHookFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const { hook, step } = OFFICE[desk.lang]
    const ended = await demandYes(desk, yes, hook.reallyDrop(id))
    if (ended !== undefined) return ended
    const row = await office.endpoints.dropOldSecrets(await meant(office, id), operator())
    const steps = [officeStep(desk, step.look, 'webhooks', 'list')]
    return told(desk, [hook.dropped(id)], { endpoint: endpointJson(row) }, steps)
  })
}

export function runHookRemove(desk: Desk, id: string, { config, yes }: EndHookFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const { hook, step } = OFFICE[desk.lang]
    const ref = await meant(office, id)
    const ended = await demandYes(desk, yes, hook.reallyRemove(ref.url))
    if (ended !== undefined) return ended
    await office.endpoints.remove(ref, operator())
    return told(desk, [hook.removed(id)], { removed: id }, [officeStep(desk, step.look, 'webhooks', 'list')])
  })
}

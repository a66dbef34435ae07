import type { MerchantRow, MerchantSettings, RunningBackoffice } from 'tpkit/gateway'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import type { NextStep } from '../desk/steps.ts'
import { localTime } from '../desk/time.ts'
import { merchantJson } from './json.ts'
import { type OfficeFlags, operator, withOffice } from './open.ts'
import { officeStep, tableOf, told } from './tell.ts'
import { OFFICE } from './words.ts'

export function runMerchantsList(desk: Desk, { config }: OfficeFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ merchants }) => {
    const rows = await merchants.list()
    const all = await Promise.all(rows.map(async (row) => [row, await merchants.settings(row.id)] as const))
    const { head } = OFFICE[desk.lang].merchant
    const lines = tableOf(
      head,
      all.map(([row, settings]) => rowOf(desk, row, settings)),
      '',
    )
    return told(desk, lines, { merchants: all.map(([row, settings]) => merchantJson(row, settings)) }, [issueStep(desk, 'main')])
  })
}

function rowOf(desk: Desk, { id, title, disabledAt }: MerchantRow, { requestsPerMinute }: MerchantSettings): readonly string[] {
  const { enabled, disabled, usual } = OFFICE[desk.lang].merchant
  const status = disabledAt === undefined ? enabled : disabled(localTime(disabledAt))
  return [id, title, status, requestsPerMinute === undefined ? usual : String(requestsPerMinute)]
}

function issueStep(desk: Desk, merchant: string): NextStep {
  const whose = merchant === 'main' ? [] : ['--merchant', merchant]
  return officeStep(desk, OFFICE[desk.lang].step.issue, 'apikeys', 'issue', '--name', '<name>', '--scope', '<scope>', ...whose)
}

export interface AddMerchantFlags extends OfficeFlags {
  readonly title?: string
}

export function runMerchantAdd(desk: Desk, id: string, { config, title = id }: AddMerchantFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ merchants }) => {
    const row = await merchants.create({ id, title }, operator())
    const line = OFFICE[desk.lang].merchant.added(id, title)
    return told(desk, [line], { merchant: merchantJson(row, {}) }, [issueStep(desk, id)])
  })
}

export function runMerchantSwitch(desk: Desk, id: string, to: 'disable' | 'enable', { config }: OfficeFlags): Promise<ExitCode> {
  return withOffice(desk, config, async ({ merchants }) => {
    const row = await merchants[to](id, operator())
    const { merchant, step } = OFFICE[desk.lang]
    const back = to === 'disable' ? 'enable' : 'disable'
    const line = to === 'disable' ? merchant.off(id) : merchant.on(id)
    const answer = { merchant: merchantJson(row, await merchants.settings(id)) }
    return told(desk, [line], answer, [officeStep(desk, step[back], 'merchants', back, id)])
  })
}

export interface SetMerchantFlags extends OfficeFlags {
  readonly requestsPerMinute: number | 'default'
}

export function runMerchantSet(desk: Desk, id: string, { config, requestsPerMinute }: SetMerchantFlags): Promise<ExitCode> {
  return withOffice(desk, config, async (office) => {
    const settings = await configured(office, id, requestsPerMinute)
    const { rate, usual } = OFFICE[desk.lang].merchant
    const line = rate(id, settings.requestsPerMinute === undefined ? usual : String(settings.requestsPerMinute))
    return told(desk, [line], { settings }, [])
  })
}

/** What is not named stays as it is. */
async function configured({ merchants }: RunningBackoffice, id: string, rate: number | 'default'): Promise<MerchantSettings> {
  const { requestsPerMinute: _, ...others } = await merchants.settings(id)
  return merchants.configure(id, { ...others, ...(rate !== 'default' && { requestsPerMinute: rate }) }, operator())
}

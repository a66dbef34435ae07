import { tpError } from '@tpkit/core/errors'
import type { Backoffice, MerchantSettings } from '../backoffice.ts'
import { demandMerchant } from '../check.ts'
import type { BackofficeBooks } from '../ports.ts'
import type { SettingRow } from '../rows.ts'
import { record, type World } from '../world.ts'

const MOST_REQUESTS = 1_000_000

/** Every setting, and what its value has to be. */
const CHECKS: Readonly<Record<keyof MerchantSettings, (value: unknown) => boolean>> = {
  requestsPerMinute: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_REQUESTS,
}
const NAMES = Object.keys(CHECKS) as readonly (keyof MerchantSettings)[] // keys of a literal

export function settingsOf({ settings }: Pick<BackofficeBooks, 'settings'>): Backoffice['merchants']['settings'] {
  return async (id) => read(await settings(id))
}

/** Only names that differ get a new version. */
export function configurer(world: World): Backoffice['merchants']['configure'] {
  const { books, clock } = world
  return async (id, wanted, by) => {
    for (const [name, value] of Object.entries(wanted)) checkSetting(name, value)
    await demandMerchant(books, id)
    const before = await books.settings(id)
    const rows = NAMES.flatMap((name) => nextVersion(before, { merchant: id, name, value: wanted[name], at: clock.nowMs() }))
    if (rows.length > 0) {
      const data = Object.fromEntries(rows.map(({ name, value }) => [name, value === 'null' ? 'default' : value]))
      await record(world, by, { add: 'settings', rows }, { what: 'merchant.configured', subject: id, data })
    }
    return read([...before, ...rows])
  }
}

function checkSetting(name: string, value: unknown): void {
  const known = NAMES.find((one) => one === name)
  if (known && (value === undefined || CHECKS[known](value))) return
  throw tpError(
    'INVALID',
    `${name}: expected requestsPerMinute, a whole number from 1 to ${MOST_REQUESTS}, found another; correct it`,
  )
}

type Wanted = Omit<SettingRow, 'version' | 'value'> & { readonly value: number | undefined }

function nextVersion(before: readonly SettingRow[], { value, ...wanted }: Wanted): readonly SettingRow[] {
  const newest = before.find(({ name }) => name === wanted.name)
  const text = JSON.stringify(value ?? null)
  return text === (newest?.value ?? 'null') ? [] : [{ ...wanted, value: text, version: (newest?.version ?? 0) + 1 }]
}

/** Of each name the last one counts. A name of a newer version, or a value that it alone knows, is as if it were not there. */
function read(rows: readonly SettingRow[]): MerchantSettings {
  const values = new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown])) // our own writing
  return Object.fromEntries(NAMES.filter((name) => CHECKS[name](values.get(name))).map((name) => [name, values.get(name)]))
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { paidBy } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { openWorld } from '../world/world.ts'

const VECTORS = new URL('../../../test-fixtures/keys/wechatpay-vectors.json', import.meta.url)
const HOUR = 3_600_000

export const ops: Cases = {
  A083: async (trial) => {
    const { canaries, gateway, key } = trial.world
    const read = async (path: string): Promise<string> => (await trial.shop.post(path, NOTHING, 'GET')).body
    const places = {
      'the log of the whole run': gateway().log(),
      metrics: await read('/metrics'),
      'the document of the API': await read('/openapi.json'),
      'the books': dump(trial),
    }
    for (const [what, text] of Object.entries(places))
      await trial.bad(`${canaries.names.length} secrets in ${what}`, async () => canaries.found(text).join() || undefined)
    await trial.twin('a secret that stands there in Base64 is found', async () => {
      const text = Buffer.from(`x ${key('a')} y`).toString('base64')
      return canaries.found(text).length > 0 ? undefined : 'it was not found'
    })
  },
  A089: async (first) => {
    const [old, next] = [platformKey('platform'), platformKey('platform2')]
    const now = Date.now()
    const rotation = [
      { ...old, until: now + 2 * HOUR },
      { ...next, listedFrom: now - HOUR, signsFrom: now + HOUR },
    ]
    const world = await openWorld({ planted: first.planted, certificates: rotation })
    try {
      const trial = first.at(world)
      for (let number = 0; number < 6; number += 1) {
        const by = number % 2 === 0 ? old : next
        await trial.good(`${number} of the overlap, signed by ${by === old ? 'the old' : 'the new'} certificate`, () =>
          heard(trial, by),
        )
      }
      await world.forward(3 * HOUR)
      for (const number of [1, 2]) await trial.good(`${number} behind the switch, which nobody watched`, () => heard(trial, next))
    } finally {
      await world.close()
    }
    await first.good('at an account in public key mode', async () => paidBy(first, await first.shop.sell('wx')))
  },
}

const NOTHING = { headers: [], body: new Uint8Array() }

/** Every row of every table. */
function dump({ world }: Trial): string {
  const db = new DatabaseSync(join(world.folder, 'tpkit.db'), { readOnly: true })
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all()
  const rows = tables.flatMap(({ name }) => db.prepare(`select * from "${name}"`).all())
  db.close()
  return JSON.stringify(rows, (_name, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
    return typeof value === 'bigint' ? String(value) : value
  })
}

interface PlatformKey {
  readonly id: string
  readonly privateKey: string
  readonly certificate: string
}

/** Of the vectors: with its certificate, which the wallet hands out. */
function platformKey(name: string): PlatformKey {
  const { keys } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { readonly keys: Readonly<Record<string, string>> } // our own file
  const [id = '', privateKey = '', certificate = ''] = ['cert_serial', 'private_pem', 'cert_pem'].map(
    (part) => keys[`${name}_${part}`],
  )
  return { id, privateKey, certificate }
}

async function heard(trial: Trial, by: PlatformKey): Promise<string | undefined> {
  const sold = await trial.shop.sell('wx')
  return paidBy(trial, sold, trial.world.wx.signed(sold.notify.body, { serial: by.id, privateKey: by.privateKey }))
}

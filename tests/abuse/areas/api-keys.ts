import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Cases, Trial } from '../trial.ts'
import { shortly } from '../world/sold.ts'

export const apiKeys: Cases = {
  A078: async (trial) => {
    const { world } = trial
    const copy = join(world.folder, 'backup.db')
    const db = new DatabaseSync(join(world.folder, 'tpkit.db'))
    db.exec(`vacuum into '${copy}'`)
    db.close()
    const files = readdirSync(world.folder).filter((name) => /\.db/.test(name))
    for (const name of files) await trial.bad(`in ${name}`, async () => secretsIn(trial, readFileSync(join(world.folder, name))))
    await trial.bad('in what a list of keys would show', async () => {
      const keys = await world.ledger.backoffice.apiKeys('main')
      return secretsIn(trial, Buffer.from(JSON.stringify(keys)))
    })
    await trial.twin('the key opens', async () => {
      const answer = await trial.shop.ask('a', 'GET', '/v1/methods')
      return answer.status === 200 ? undefined : `expected it open, found ${shortly(answer)}`
    })
  },
}

function secretsIn({ world }: Trial, bytes: Uint8Array): string | undefined {
  const found = world.canaries.found(Buffer.from(bytes).toString('latin1'))
  return found.length > 0 ? `it shows ${found.join()}` : undefined
}

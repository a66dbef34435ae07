import type { Received } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { type Ended, ended, refusal, sameSaying } from '../world/believed.ts'
import { type Forgery, forgeries } from '../world/forgeries.ts'

export const forgedNotifyIsRefused: Law = {
  name: 'forged-notify-is-refused',
  rule: 'a notify that was forged, stripped, cut, doubled, blown up or made up throws UNVERIFIED, MALFORMED or LIMIT',
  incident: 'a middleware verified only notifies that carried a signature, and one without it shipped the goods',
  repair:
    'verify first, over everything that arrived; throw `UNVERIFIED` or `MALFORMED` for whatever does not hold, repeated names included',
  needs: ['notify'],
  check: async (world) => {
    const { ours, dialect, random } = world
    await ours.sell()
    const [notify] = world.due()
    demand(notify !== undefined, 'a notify after the payment', notify, 'without it nothing is shown')
    const { received } = notify
    const genuine = await ended(() => ours.tp.notify(received))
    demand(genuine.kind === 'returned', 'the genuine notify to be believed', genuine, 'without it nothing is shown')
    const { maxMessageBytes } = ours.tp.manifest.limits
    for (const forgery of [...forgeries(received, dialect, random), blownUp(maxMessageBytes)]) {
      const forged: Received = { ...received, ...forgery.forge(received) }
      demandRefusal(await ended(() => ours.tp.notify(forged)), genuine, forgery)
    }
  },
}

const CODES = ['UNVERIFIED', 'MALFORMED', 'LIMIT']

function demandRefusal(end: Ended<unknown>, genuine: Ended<unknown>, { what, proves }: Forgery): void {
  if (proves !== 'nothing' && sameSaying(end, genuine)) return
  const found = refusal(end)?.code ?? end
  const refused = typeof found === 'string' && CODES.includes(found)
  demand(refused, `one of ${CODES.join(', ')} for a notify with ${what}`, found, 'anybody can tell the shop that he paid')
}

function blownUp(most: number): Forgery {
  const forge: Forgery['forge'] = (message) => {
    const body = new Uint8Array(most + 1).fill(0x20)
    body.set(message.body)
    return { ...message, body }
  }
  return { what: 'more bytes than the manifest allows', forge, proves: 'nothing' }
}

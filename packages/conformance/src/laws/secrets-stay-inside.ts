import { inspect } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { EVERY_ANSWER } from '../world/mishaps.ts'
import { questions } from '../world/questions.ts'
import { secretIn } from '../world/secrets.ts'
import { walkthrough } from '../world/walkthrough.ts'
import type { World } from '../world/world.ts'

const EVERYTHING = { depth: 12, maxStringLength: null, maxArrayLength: null, breakLength: Number.POSITIVE_INFINITY }

export const secretsStayInside: Law = {
  name: 'secrets-stay-inside',
  rule: 'no secret of the account shows in a recording, a log line, an outcome, a fact, an error or a printed TP, in any form',
  incident: "an error carried the whole request to a log service, key and operator's password with it",
  repair: 'name every secret, and what travels in its place, in `keys.secrets`, and write none into a message',
  check: async (world) => {
    const { secrets } = world.ours
    demand(secrets.length > 0, 'the secrets of the account in bench.account.secrets', 'none', 'without them nothing is shown')
    const walked = await walkthrough(world)
    demandSilence(
      world,
      walked.map((step) => step.ended),
      'a healthy wallet',
    )
    const asked = await questions(world.ours)
    for (const [what, mishap] of EVERY_ANSWER) {
      const results: unknown[] = []
      for (const { ask } of asked) results.push(await ended(() => world.ours.line.during(mishap, ask)))
      demandSilence(world, results, what)
    }
    demandSilence(world, await mistakes(world), 'a mistake or a forgery')
  },
}

/** What is refused before anything is sent, and what somebody else sends us. */
async function mistakes({ ours }: World): Promise<readonly unknown[]> {
  const wrongNumber = { ...ours.command(ours.order()), outTradeNo: '' }
  const bodies = ['', '{}', '<xml></xml>', '<xml><sign>0</sign></xml>', 'sign=0'].map((text) => Buffer.from(text))
  const forged = bodies.map((body) => ended(() => ours.tp.notify({ headers: new Map(), query: '', body })))
  return Promise.all([ended(() => ours.tp.pay(wrongNumber)), ...forged])
}

/** All that a shop could print, log or store. */
function demandSilence({ ours }: World, results: readonly unknown[], what: string): void {
  // What was written down once need not be read again.
  const [recordings, logs] = [ours.written.recordings.splice(0), ours.written.logs.splice(0)]
  for (const [where, things] of Object.entries({ results, recordings, logs, 'the TP': ours.tp })) {
    const form = secretIn(inspect(things, EVERYTHING), ours.secrets)
    const meaning = 'whoever reads the logs can sign as the shop; name it in keys.secrets, and never write it into a message'
    demand(form === undefined, `no secret in ${where} with ${what}`, `secret ${form}`, meaning)
  }
}

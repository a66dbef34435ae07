import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { forbiddenTouches } from '../world/touches.ts'
import { walkthrough } from '../world/walkthrough.ts'
import type { World } from '../world/world.ts'

export const sameInputSameBytes: Law = {
  name: 'same-input-same-bytes',
  rule: 'the same commands, moments and answers give the same requests, byte for byte; an exchange touches nothing of the world',
  incident: 'a signature failed once in a thousand calls, and nobody could replay it because the clock was read in five places',
  repair: 'take time and nonces from `at`, never from Date, Math.random, node:crypto or a timer',
  check: async (world) => {
    const touched: string[] = []
    const watched = world.fresh((exchange) => forbiddenTouches(exchange, (what) => touched.push(what)))
    const [first, second] = [await requests(watched), await requests(world.fresh())]
    const meaning = 'a failure cannot be replayed, and time and chance come from where nobody can set them'
    demand(touched.length === 0, 'exchanges that touch neither clock nor randomness nor timers', touched.join(', '), meaning)
    demand(first.length === second.length, `${first.length} requests the second time`, second.length, meaning)
    for (const [index, request] of first.entries()) {
      demand(
        request === second[index],
        `request ${index + 1} to be the same twice:\n${request}\n`,
        `\n${second[index]}\n`,
        meaning,
      )
    }
  },
}

async function requests(world: World): Promise<readonly string[]> {
  const steps = await walkthrough(world)
  return steps.flatMap(({ verb, sent }) =>
    sent.map(({ request: { method, url, headers, body } }) =>
      [`${verb}: ${method} ${url}`, ...headers.map((pair) => pair.join(': ')), Buffer.from(body ?? []).toString()].join('\n'),
    ),
  )
}

import type { Headers } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, sameSaying } from '../world/believed.ts'

export const headersDecideNothing: Law = {
  name: 'headers-decide-nothing',
  rule: 'a genuine notify is believed whatever its content type is and whichever headers a proxy adds or takes away',
  incident: 'a proxy began to rewrite the content type, a body parser took the notifies for something else, and all were refused',
  repair: 'read the raw bytes, and look at no header but those that the signature stands on',
  check: async (world) => {
    const { ours, dialect } = world
    await ours.sell()
    for (const { received } of world.due()) {
      const genuine = await ended(() => ours.tp.notify(received))
      const own = [...received.headers].filter(([name]) => dialect.signature.includes(name))
      for (const [what, more] of CHANGES) {
        const end = await ended(() => ours.tp.notify({ ...received, headers: new Map([...own, ...more]) }))
        demand(sameSaying(end, genuine), `the same notice from a notify ${what}`, end, 'genuine payments are thrown away')
      }
    }
  },
}

const CHANGES: readonly (readonly [what: string, headers: Headers])[] = [
  ['without its headers', new Map()],
  ['as plain text', new Map([['content-type', ['text/plain; charset=iso-8859-1']]])],
  ['as bytes', new Map([['content-type', ['application/octet-stream']]])],
  ['with headers of a proxy', new Map([['x-forwarded-for', ['192.0.2.1', '192.0.2.2']]])],
]

import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { replacing, resigned } from '../world/messages.ts'

export const foreignNotifyDoesNotBind: Law = {
  name: 'foreign-notify-does-not-bind',
  rule: "a genuine notify of another merchant's order is refused, or gives facts that do not bind to ours",
  incident: 'genuine notifies of a cheap shop were posted to the address of an expensive one that had the same order numbers',
  repair: 'take merchant, application and sub-merchant of a fact from the notify, never from the configuration',
  needs: ['notify'],
  check: async (world) => {
    const { ours, stranger, dialect } = world
    const [own, foreign] = [await ours.prepare(), await stranger.sell()]
    const [notify] = world.due()
    demand(notify !== undefined, "a notify about the stranger's payment", notify, 'without it nothing is shown')
    const theirs = await stranger.tp.notify(notify.received)
    const bindsThere = theirs.facts.length > 0 && theirs.facts.every((fact) => stranger.binds(foreign, fact))
    demand(bindsThere, 'it to bind there', theirs, 'nothing is shown')

    // Two sub-merchants share the numbers of their service provider: then the wallet tells of ours by mistake.
    const rename = replacing(new Map([[foreign.outTradeNo, own.outTradeNo]]))
    const shared = own.outTradeNo !== foreign.outTradeNo
    const received = shared ? resigned(dialect, notify.received, rename) : notify.received
    const end = await ended(() => ours.tp.notify(received))
    const meaning = "somebody else's customer paid, and our shop ships"
    if (end.kind === 'threw') {
      demand(refusal(end) !== undefined, 'a refusal', end, meaning)
      return
    }
    const bound = end.value.facts.some((fact) => ours.binds(own, fact))
    demand(!bound, "facts that do not bind to our order of the same number, for the money is the stranger's", end.value, meaning)
  },
}

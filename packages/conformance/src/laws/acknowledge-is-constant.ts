import type { Acknowledgement, HttpAnswer } from '@tpkit/core'
import type { AnyTP } from '../bench.ts'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

const ACKNOWLEDGEMENTS: readonly Acknowledgement[] = ['accepted', 'later', 'refused']

export const acknowledgeIsConstant: Law = {
  name: 'acknowledge-is-constant',
  rule: 'acknowledge answers each word with the same bytes, whatever happened; only "accepted" says accepted',
  incident: 'building the answer failed after the commit, so that the wallet repeated a payment that was booked already',
  repair: 'keep the three answers in a constant table; put neither time nor counter nor the request into them',
  check: async (world) => {
    const { tp } = world.ours
    const before = ACKNOWLEDGEMENTS.map((word) => bytes(tp, word))
    await world.ours.sell()
    for (const notify of world.due()) await tp.notify(notify.received)
    world.clock.advance(1_001)
    const meaning = 'the answer to a notify is sent after the commit, where nothing may fail any more'
    for (const [index, word] of ACKNOWLEDGEMENTS.entries()) {
      const now = bytes(tp, word)
      demand(now === before[index], `"${word}" to be answered by ${before[index]} again`, now, meaning)
      demand(bytes(tp, word) === now, `"${word}" to be answered by the same bytes twice`, bytes(tp, word), meaning)
    }
    const [accepted, ...others] = before
    demand(!others.includes(accepted ?? ''), 'another answer for "later" and "refused"', accepted, 'the wallet stops repeating')
  },
}

function bytes(tp: AnyTP, word: Acknowledgement): string {
  const { status, headers, body }: HttpAnswer = tp.acknowledge(word)
  return JSON.stringify([status, headers, body])
}

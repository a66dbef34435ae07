import { gunzipSync, gzipSync } from 'node:zlib'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { settledDay } from '../world/days.ts'
import { answerBecomes } from '../world/mishaps.ts'

export const editedStatementThrows: Law = {
  name: 'edited-statement-throws',
  rule: 'a statement that was cut, or of which a line was taken out, doubled or given another amount, throws at its end',
  incident:
    'a download broke off in the middle, the reader booked what had come, and half a day was reconciled as if it were whole',
  repair: 'compare the digest and the totals of the file with what was read, and report a `mismatch` from `end`',
  needs: ['statement'],
  check: async (world) => {
    const { ours } = world
    for (const total of [73_519n, 10_000n, 500n]) await ours.sell(ours.order(total))
    const query = settledDay(world)
    const genuine = await ended(() => ours.statement(query))
    demand(genuine.kind === 'returned', 'the whole statement to be read', genuine, 'without it nothing is shown')
    const file = ours.line.sent.at(-1)?.answer?.body ?? new Uint8Array()
    for (const [what, edited] of edits(file)) {
      const end = await ended(() =>
        ours.line.during(
          answerBecomes((live) => ({ ...live, body: edited })),
          () => ours.statement(query),
        ),
      )
      const meaning = 'whoever stands between decides what was paid, and a broken download looks like a quiet day'
      demand(refusal(end) !== undefined, `a statement ${what} to throw at its end`, end, meaning)
    }
  },
}

/** What can happen to a file, packed or not. Its first line with a payment is known by its amount. */
function edits(file: Uint8Array): readonly (readonly [what: string, edited: Uint8Array])[] {
  const packed = file[0] === 0x1f && file[1] === 0x8b
  const text = Buffer.from(packed ? gunzipSync(file) : file).toString('latin1')
  const again = (edited: string): Uint8Array => (packed ? gzipSync(Buffer.from(edited, 'latin1')) : Buffer.from(edited, 'latin1'))
  const lines = text.split('\n')
  const at = lines.findIndex((line) => /73519|735\.19/.test(line))
  const [before, line = '', after] = [lines.slice(0, at), lines[at], lines.slice(at + 1)]
  return [
    ['cut in the middle', file.subarray(0, file.byteLength >> 1)],
    ['without its last line', again(text.trimEnd().split('\n').slice(0, -1).join('\n'))],
    ['with a line taken out', again([...before, ...after].join('\n'))],
    ['with a line doubled', again([...before, line, line, ...after].join('\n'))],
    ['with another amount', again([...before, line.replace(/735(\.?)19/, '935$119'), ...after].join('\n'))],
  ]
}

import { gunzipSync, gzipSync } from 'node:zlib'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { settledDay } from '../world/days.ts'
import type { Mishap } from '../world/line.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { readZip, writeZip } from '../world/zip.ts'

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
    const fetched = ours.line.sent.at(-1)
    const address = addressOf(fetched?.request.url ?? '')
    for (const [what, edited] of edits(fetched?.answer?.body ?? new Uint8Array())) {
      const becomes = answerBecomes((live) => ({ ...live, body: edited }))
      // Where a first call asks for the file's address, its answer arrives as it is.
      const mishap: Mishap = (call) => (addressOf(call.request.url) === address ? becomes(call) : call.reach())
      const end = await ended(() => ours.line.during(mishap, () => ours.statement(query)))
      const meaning = 'whoever stands between decides what was paid, and a broken download looks like a quiet day'
      demand(refusal(end) !== undefined, `a statement ${what} to throw at its end`, end, meaning)
    }
  },
}

/** Without its query, which is another each time. */
function addressOf(url: string): string {
  return url.split('?')[0] ?? ''
}

/** What can happen to a file, packed or not. Its first line with a payment is known by its amount. */
function edits(file: Uint8Array): readonly (readonly [what: string, edited: Uint8Array])[] {
  const { text, again } = opened(file)
  const lines = text.split('\n')
  const at = lines.findIndex((line) => PAID.test(line))
  const [before, line = '', after] = [lines.slice(0, at), lines[at], lines.slice(at + 1)]
  return [
    ['cut in the middle', file.subarray(0, file.byteLength >> 1)],
    ['without its last line', again(text.trimEnd().split('\n').slice(0, -1).join('\n'))],
    ['with a line taken out', again([...before, ...after].join('\n'))],
    ['with a line doubled', again([...before, line, line, ...after].join('\n'))],
    ['with another amount', again([...before, line.replace(/735(\.?)19/, '935$119'), ...after].join('\n'))],
  ]
}

const PAID = /73519|735\.19/

interface Opened {
  /** Each byte as one letter: the encoding does not matter. */
  readonly text: string
  /** The file with another text, packed as it was. */
  readonly again: (edited: string) => Uint8Array
}

/** Of an archive, the file with the payment: the others stay as they are. */
function opened(file: Uint8Array): Opened {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
  const bytes = (edited: string) => Buffer.from(edited, 'latin1')
  if (text(file).startsWith('\x1f\x8b')) return { text: text(gunzipSync(file)), again: (edited) => gzipSync(bytes(edited)) }
  if (!text(file).startsWith('PK')) return { text: text(file), again: bytes }
  const entries = readZip(file)
  const place = entries.findIndex(({ content }) => PAID.test(text(content)))
  return {
    text: text(entries[place]?.content ?? new Uint8Array()),
    again: (edited) => writeZip(entries.map((entry, at) => (at === place ? { ...entry, content: bytes(edited) } : entry))),
  }
}

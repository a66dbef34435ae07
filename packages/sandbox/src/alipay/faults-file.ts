import { constants, crc32, deflateRawSync } from 'node:zlib'
import type { WalletAnswer } from '@tpkit/core'
import { gbk } from '../books/gbk.ts'
import { decoded } from './charset.ts'
import { otherEnd } from './faults-values.ts'
import { archive, deflated, unzipped, type ZipEntry, type ZipPart } from './zip.ts'

/** What becomes of an answer on the wire; undefined where it is no packed bill, or has nothing to spoil. */
type Spoil = (answer: WalletAnswer) => WalletAnswer | undefined

export const FILE_FAULTS: Readonly<Record<string, Spoil>> = {
  'gbk-page': () => errorPage(),
  'short-file': (answer) => changedBill(answer, withoutLine),
  'foreign-file': (answer) => changedBill(answer, otherAccount),
  'cut-zip': (answer) => unzipped(answer.body) && { ...answer, body: answer.body.slice(0, -30) },
  'zip-bomb': (answer) => changedParts(answer, (part) => ({ ...part, ...bomb() })),
  'zip-lying-size': (answer) => changedParts(answer, (part) => ({ ...part, unpackedSize: part.unpackedSize - 2 })),
  'zip-checksum': (answer) => changedParts(answer, (part) => ({ ...part, crc: (part.crc ^ 1) >>> 0 })),
  'zip-path-name': (answer) =>
    changedParts(answer, (part) => ({ ...part, name: Buffer.from('../../../../tmp/tpkit-sandbox.csv') })),
}

/** As the gateway shows its errors to browsers. */
function errorPage(): WalletAnswer {
  const page = '<!DOCTYPE html><html><head><title>支付宝</title></head><body>系统繁忙，请稍后再试。</body></html>'
  return { status: 200, headers: [['Content-Type', 'text/html;charset=GBK']], body: gbk(page) }
}

function changedArchive(
  answer: WalletAnswer,
  change: (parts: readonly ZipPart[]) => readonly ZipPart[],
): WalletAnswer | undefined {
  const parts = unzipped(answer.body)?.map(({ entry, time }) => deflated(entry, time))
  return parts && { ...answer, body: archive(change(parts)) }
}

/** The first one, which has the lines. */
function changedParts(answer: WalletAnswer, change: (part: ZipPart) => ZipPart): WalletAnswer | undefined {
  return changedArchive(answer, ([first, ...more]) => (first ? [change(first), ...more] : []))
}

/** Another text in the file that has the lines. Its end lines, checksum and size are those of the text. */
function changedBill(answer: WalletAnswer, change: (text: string) => string | undefined): WalletAnswer | undefined {
  const [first] = unzipped(answer.body) ?? []
  const text = first && decoded(first.entry.content, 'gbk')
  const changed = text === undefined ? undefined : change(text)
  if (!first || changed === undefined || changed === text) return undefined
  const entry: ZipEntry = { ...first.entry, content: gbk(changed) }
  return changedParts(answer, () => deflated(entry, first.time))
}

/** Without its first line; undefined where it has none. */
function withoutLine(text: string): string | undefined {
  const lines = text.split('\r\n')
  const titles = lines.findIndex((line) => !line.startsWith('#'))
  const hasLine = !(lines[titles + 1] ?? '#').startsWith('#')
  return hasLine ? lines.toSpliced(titles + 1, 1).join('\r\n') : undefined
}

/** Above the table and in nothing else. */
function otherAccount(text: string): string {
  return text.replace(/(?<=^#账号：\[\d+)\d(?=0156\])/m, otherEnd)
}

const BLOCK = 1024 * 1024
const BLOCKS = 256

type Bomb = Pick<ZipPart, 'packed' | 'crc' | 'unpackedSize'>

let ready: Bomb | undefined

/** Made once: to add up its checksum takes a while. */
function bomb(): Bomb {
  ready ??= zeroBomb()
  return ready
}

/** So many zeros. A block that ends with a full flush can follow itself. */
function zeroBomb(): Bomb {
  const zeros = Buffer.alloc(BLOCK)
  const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH })
  let crc = 0
  for (let count = 0; count < BLOCKS; count += 1) crc = crc32(zeros, crc)
  const end = deflateRawSync(new Uint8Array())
  return { packed: Buffer.concat([...Array.from({ length: BLOCKS }, () => block), end]), crc, unpackedSize: BLOCK * BLOCKS }
}

import type { SandboxOptions } from '@tpkit/sandbox'
import closeWithGrace from 'close-with-grace'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { messageOf } from '../desk/message.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { numberOf } from '../sandbox/local.ts'
import type { SandboxWalletName } from '../sandbox/wallets.ts'
import { compareBooks, table, type WalletOrder } from './books.ts'
import { playDouble } from './double.ts'
import type { DemoScene, DemoStory } from './scenes.ts'
import { type AtEnd, openStage, type Stage } from './stage.ts'
import { Timeline } from './timeline.ts'
import { Foreign, playUsual } from './usual.ts'
import { PLAYING } from './wallets.ts'
import { WORDS } from './words.ts'

export interface DemoOptions {
  /** Where it is paid. Default: qqwallet. */
  readonly wallet?: SandboxWalletName
  /** How the payer pays. Default: native. */
  readonly scene?: DemoScene
  /** Default: one order from QR code to refund. */
  readonly story?: DemoStory
  /** What the wallet does wrong. */
  readonly faults?: NonNullable<SandboxOptions['faults']>
}

/** Runs the whole demo; answers the exit code. Uses nothing but what everybody can import. */
export async function runDemo(desk: Desk, options: DemoOptions = {}): Promise<ExitCode> {
  const words = WORDS[desk.lang]
  const timeline = new Timeline(desk)
  const ends: (() => Promise<unknown>)[] = []
  const cleanUp = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  // Keys stand in the folder: it must go however the demo ends. The command ends on its own, so only signals concern this.
  const graceful = closeWithGrace({ delay: 3000, logger: false }, async ({ signal }) => {
    await cleanUp()
    if (signal) process.exit(EXIT.interrupted)
  })
  timeline.title(words.title[options.story ?? 'usual'](options.wallet ?? 'qqwallet'))
  try {
    return await played(desk, options, timeline, (end) => ends.push(end))
  } catch (error) {
    timeline.trouble(words.failed(spoken(desk.lang, messageOf(error))))
    if (error instanceof Foreign) timeline.note(words.caught)
    desk.answer({ event: 'end', ok: false })
    return EXIT.failed
  } finally {
    await cleanUp()
    graceful.uninstall()
  }
}

async function played(
  desk: Desk,
  { wallet = 'qqwallet', scene = 'native', story = 'usual', faults = [] }: DemoOptions,
  timeline: Timeline,
  atEnd: AtEnd,
): Promise<ExitCode> {
  const { account: name } = PLAYING[wallet]
  const method = story === 'double' ? { use: name, switch: 'overlap' } : name
  const first = ({ account }: Stage['sandbox']) => ({ accounts: { [name]: account }, methods: { wallet: method } })
  const wrong = story === 'double' ? [...faults, ...PLAYING[wallet].double] : faults
  const stage = await openStage(desk, { timeline, wallet, faults: wrong, first }, atEnd)
  const { words, sandbox } = stage
  timeline.step(words.start(wallet, numberOf(sandbox.account)))
  await (story === 'double' ? playDouble(stage) : playUsual(stage, scene))
  return agree(stage, story)
}

async function agree({ desk, words, timeline, played, cashier }: Stage, story: DemoStory): Promise<ExitCode> {
  const books = await Promise.all(played.map(({ control }) => control.get('/books')))
  const { rows } = await cashier.list({ limit: 200 })
  const lines = compareBooks(books.flat() as readonly WalletOrder[], rows) // the control API's documented form
  timeline.step(words.books)
  timeline.picture(table(lines, words))
  const different = lines.filter((line) => !line.equal).map((line) => line.number)
  if (different.length > 0) throw new Error(words.differ(different.join(', ')))
  timeline.step(words.agree)
  timeline.note(words.done(timeline.seconds))
  desk.answer({ event: 'end', ok: true })
  desk.next(words.next[story])
  return EXIT.done
}

/** "First day with real keys", walked through at the sandbox: its lines are right, and end as the page says. */
import { expect, it } from 'vitest'
import { type CliOptions, runCli } from '../../packages/cli/src/desk.fixture.ts'
import { linesOf, tpkitWords } from './command-lines.ts'
import { pageOf, readPage } from './pages.ts'
import { openSandboxFolder, type SandboxFolder } from './sandbox-folder.ts'

it.each(['docs/first-day.md', 'docs/first-day.zh-CN.md'])('%s: its lines do what the page says', async (path) => {
  const here = await openSandboxFolder()
  try {
    const ended: string[] = []
    for (const args of commandsOf(path)) {
      const { code } = await runCli(args, { cwd: here.folder, ...person(here, args) })
      const [command, order = '-'] = args
      ended.push(`${command}${order.startsWith('-') ? '' : ` ${order}`}${code === 0 ? '' : `: ${code}`}`)
    }
    expect(ended).toEqual(ENDS)
    expect(await booksOf(here)).toEqual([
      { outTradeNo: 'FIRST-1', status: 'paid', refunds: ['FIRST-1-R1'] },
      { outTradeNo: 'FIRST-2', status: 'closed', refunds: [] },
    ])
  } finally {
    await here.close()
  }
})

/** As the page says: what the wallet never heard of, and a refund that is under way, end with 3; a refund that is sent again under its number pays once. */
const ENDS = [
  ...['doctor', 'doctor', 'pay', 'query FIRST-1', 'query NEVER-1: 3', 'pay', 'close FIRST-2'],
  ...['refund FIRST-1', 'query FIRST-1: 3', 'refund FIRST-1'],
]

/** But for the line that waits for the wallet's call, and the one that is tomorrow's. */
function commandsOf(path: string): readonly (readonly string[])[] {
  const blocks = pageOf(path, readPage(path)).blocks.filter(({ kind }) => kind === 'sh')
  const all = blocks.flatMap(linesOf).map(({ words }) => tpkitWords(words) ?? [])
  const now = all.filter(([command = '']) => !['listen', 'statement'].includes(command))
  return [...now, now.find(([command]) => command === 'refund') ?? []]
}

/** Who stands beside it: scans the first code, and answers "really?". */
function person({ sandbox }: SandboxFolder, [command]: readonly string[]): CliOptions {
  const scan = () =>
    fetch(`${sandbox.controlUrl}/trigger`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outTradeNo: 'FIRST-1', action: 'pay' }),
    })
  if (command === 'pay') return { onSleep: scan }
  return command === 'refund' ? { typed: 'y\n' } : {}
}

async function booksOf({ sandbox }: SandboxFolder) {
  const answer = await fetch(`${sandbox.controlUrl}/books`)
  const books = (await answer.json()) as { outTradeNo: string; status: string; refunds: { outRefundNo: string }[] }[]
  return books.map(({ outTradeNo, status, refunds }) => ({
    outTradeNo,
    status,
    refunds: refunds.map(({ outRefundNo }) => outRefundNo),
  }))
}

import { expect, it } from 'vitest'
import { running } from '../../packages/cli/src/running.fixture.ts'
import { type Beside, lastLike, typeBeside } from './beside.ts'
import { linesOf } from './command-lines.ts'
import { pageOf, pages, ROOT, readPage } from './pages.ts'

const typedPages = pages().filter(({ blocks }) => blocks.some(({ info }) => info.has('gateway')))

/** What `npm start` runs, at a port that is free. */
function startWords(): readonly string[] {
  const { scripts }: { readonly scripts: { readonly start: string } } = JSON.parse(readPage('package.json'))
  const [line] = linesOf({ page: 'package.json', line: 0, kind: 'sh', info: new Map(), text: scripts.start })
  return [...(line?.words.slice(2) ?? []), '--port', '0']
}

async function started(): Promise<Beside> {
  const { printed, errors } = running(startWords(), { cwd: ROOT })
  await expect.poll(() => printed() + errors(), { timeout: 30_000 }).toMatch(/^Next:/m)
  const [, url = ''] = /^gateway +(http:\/\/127\.0\.0\.1:\d+) /m.exec(printed()) ?? []
  return { url, printed }
}

it('what pages type beside "npm start" does what they say', async () => {
  expect(typedPages.map(({ path }) => path)).toEqual([
    ...['README.md', 'README.zh-CN.md', 'docs/http-api.md'],
    ...['docs/start.md', 'docs/start.zh-CN.md', 'docs/webhooks.md'],
  ])
  const beside = await started()
  const wrong: string[] = []
  for (const page of typedPages) wrong.push(...(await typeBeside(page, beside)))
  expect(wrong).toEqual([])
})

const nowhere: Beside = { url: 'http://127.0.0.1:9', printed: () => 'API key  tpk_test_abc' }

it.each([
  ['a line that fails', '```sh gateway\nfalse\n```'],
  ['an answer that is another one', '```sh gateway\nnode -p 1+1\n```\n\n```text output\n3\n```'],
  ['a value that nobody printed', '```sh gateway\nexport PAYMENT=ord_…\n```'],
])('would be found out: %s', async (_what, text) => {
  expect(await typeBeside(pageOf('x.md', text), nowhere)).toEqual([expect.stringMatching(/^x\.md:1: /)])
})

it('a value is copied from what was printed last', async () => {
  const text = '```sh gateway\nexport KEY=tpk_test_…\nnode -p process.env.KEY\n```\n\n```text output\ntpk_test_abc\n```'
  expect(await typeBeside(pageOf('x.md', text), nowhere)).toEqual([])
  expect(lastLike('ord_…', '{"id":"ord_1","payment":"ord_22"}')).toBe('ord_22')
  expect(lastLike('…/tpkit.config.yaml', 'configuration  /tmp/a-b/tpkit.config.yaml  for')).toBe('/tmp/a-b/tpkit.config.yaml')
})

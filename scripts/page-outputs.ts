/** Writes what the command lines of the pages print below them, where it is another text than the page shows, and the table of wallets: `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, pageOf, pages, ROOT } from '../tests/docs/pages.ts'
import { type Answered, follow, shows } from '../tests/docs/reader.ts'
import { walletsTable } from '../tests/docs/wallets-table.ts'

for (const [path, lang] of [
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const) {
  const file = join(ROOT, path)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(?<=\n\n)\| (?:wallet|钱包) \|[\s\S]*?(?=\n\n)/, walletsTable(lang)))
}

for (const page of pages()) {
  if (!page.blocks.some(({ kind, info }) => kind === 'sh' && info.has('run'))) continue
  const answered = await follow(page)
  const failed = answered.flatMap(({ said }) => said).find(({ code }) => code !== 0)
  if (failed) throw new Error(`${failed.line.at}: ${failed.line.words.join(' ')} ended with ${failed.code}: ${failed.stderr}`)
  const file = join(ROOT, page.path)
  writeFileSync(file, answered.reduceRight(refreshed, readFileSync(file, 'utf8')))
}

/** The page with the block's output as it is now. From the last block to the first, so that lines stay where they are. */
function refreshed(text: string, { at, said, shown }: Answered): string {
  const stdout = said.map((one) => one.stdout).join('')
  if (shown === undefined || shows(shown, stdout)) return text
  const { blocks } = pageOf('', text)
  const index = blocks.findIndex(({ line }) => at.endsWith(`:${line}`))
  const output: Block | undefined = blocks[index + 1]
  if (!output) throw new Error(`${at}: expected a block of output after it`)
  const lines = text.split('\n')
  lines.splice(output.line, output.text.split('\n').length, ...softened(stdout, shown.split('\n')))
  console.log(`${at}: its output is another one now`)
  return lines.join('\n')
}

/** A line that the page has already, with its "…", stays; times, drawn numbers and QR codes become "…". */
function softened(stdout: string, before: readonly string[]): readonly string[] {
  const lines = stdout
    .trimEnd()
    .replace(/^\n+/, '')
    .replace(/^(?:[█▄▀ ]+\n)+/gm, '…\n')
  return lines.split('\n').map((line) => {
    const kept = before.find((shown) => shown !== '…' && shows(shown, line))
    return kept ?? line.trimEnd().replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\b[A-Z]?\d{13,}\w*/g, '…')
  })
}

import { describe, expect, it } from 'vitest'
import { refusalOf } from './configs.ts'
import { type Block, pageOf, pages } from './pages.ts'

/** YAML, and the programs that export a configuration. */
const isConfig = ({ kind, info }: Block): boolean =>
  kind === 'yaml' || (kind === 'ts' && /config\.ts$/.test(info.get('file') ?? ''))

const configs = pages().flatMap(({ blocks }) =>
  blocks.flatMap((block, index) => (isConfig(block) ? [[`${block.page}:${block.line}`, block, blocks[index + 1]] as const] : [])),
)

describe('a configuration on a page', () => {
  it.each(configs.filter(([, { info }]) => !info.has('refused')))('%s is loaded', async (_at, block) => {
    await expect(refusalOf(block)).resolves.toBeUndefined()
  })

  it.each(configs.filter(([, { info }]) => info.has('refused')))(
    '%s is refused as the block after it says',
    async (_at, block, told) => {
      expect(told?.kind).toBe('text')
      await expect(refusalOf(block)).resolves.toBe(told?.text)
    },
  )

  it('would be found out where it has a key that nobody knows', async () => {
    const [block] = pageOf('x.md', '```yaml fragment=account\n    notifyURL: https://pay.example.com/notify/qq\n```').blocks
    await expect(refusalOf(block as Block)).resolves.toContain('notifyURL')
  })
})

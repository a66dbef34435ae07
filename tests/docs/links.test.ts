import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchorOf, type Page, pageOf, pages, ROOT, readPage } from './pages.ts'

const all = pages({ ofPackages: true })

describe('links between pages', () => {
  it('lead to files, folders and headings that exist', () => {
    expect(all.flatMap(brokenLinks)).toEqual([])
  })

  it.each([['[a](nowhere.md)'], ['[a](README.md#no-such-heading)'], ['[a](#no-such-heading)']])(
    'would be found out: %s',
    (text) => {
      expect(brokenLinks(pageOf('README.md', text))).toHaveLength(1)
    },
  )

  it('reach every page of docs from its index', () => {
    const index = pageOf('docs/README.md', readPage('docs/README.md'))
    const linked = new Set(index.links.map(({ target }) => normalize(join('docs', target.split('#')[0] ?? ''))))
    const others = all.map(({ path }) => path).filter((path) => /^docs\/(?!decisions\/|README)/.test(path))
    expect(others.filter((path) => !linked.has(path))).toEqual([])
  })

  it('reach every decision from the list of decisions', () => {
    const list = readPage('docs/decisions/README.md')
    const others = all.map(({ path }) => path).filter((path) => /^docs\/decisions\/(?!README)/.test(path))
    expect(others.filter((path) => !list.includes(`(${path.slice('docs/decisions/'.length)})`))).toEqual([])
  })
})

/** A page in two languages has one structure, so that nobody reads half of it. */
describe('a page in English and Chinese', () => {
  const pairs = all.filter(({ path }) => path.endsWith('.zh-CN.md')).map((zh) => [zh.path, zh] as const)

  it.each(pairs)('%s has the headings, blocks and links of the English page', (path, zh) => {
    const en = all.find((page) => page.path === path.replace('.zh-CN.md', '.md'))
    expect(en && shapeOf(en)).toEqual(shapeOf(zh))
  })
})

function shapeOf({ path, headings, blocks, links }: Page) {
  const english = (target: string) =>
    normalize(join(dirname(path), target))
      .replace('.zh-CN.md', '.md')
      .replace(/#.*$/, '')
  // The link to the other language is a page's own, as links within it are.
  const others = links.map(({ target }) => (target.startsWith('#') ? target : english(target)))
  return {
    headings: headings.map((heading) => /^#+/.exec(heading)?.[0]),
    blocks: blocks.map(({ kind, info }) => [kind, ...[...info].map(([name, value]) => `${name}=${value}`)].join(' ')),
    links: others.filter((target) => !target.startsWith('#') && target !== english(path.split('/').at(-1) ?? '')).toSorted(),
  }
}

function brokenLinks({ path, links }: Page): readonly string[] {
  return links
    .filter(({ target }) => !/^(https?:|mailto:)/.test(target) && !resolves(path, target))
    .map(({ line, target }) => `${path}:${line} → ${target}`)
}

function resolves(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? from : normalize(join(dirname(from), file))
  if (!existsSync(join(ROOT, path))) return false
  if (anchor === undefined || statSync(join(ROOT, path)).isDirectory()) return true
  return pageOf(path, readPage(path)).headings.map(anchorOf).includes(anchor)
}

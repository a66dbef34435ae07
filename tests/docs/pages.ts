/** Reads the pages that people read: their headings, fenced blocks and links, each with its line. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Block {
  /** `docs/start.md` */
  readonly page: string
  /** Of the opening fence. */
  readonly line: number
  /** `ts`, `sh` … the first word after the fence. */
  readonly kind: string
  /** What stands after it: `fragment=order norun="needs the network"`; a word without value is `''`. */
  readonly info: ReadonlyMap<string, string>
  readonly text: string
}

export interface Link {
  readonly line: number
  readonly target: string
}

export interface Page {
  readonly path: string
  readonly text: string
  readonly headings: readonly string[]
  readonly blocks: readonly Block[]
  /** Markdown links outside blocks. */
  readonly links: readonly Link[]
}

/** Every page at the root and in docs/; the packages' own READMEs only where asked for. */
export function pages({ ofPackages = false } = {}): readonly Page[] {
  const root = readdirSync(ROOT).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  const packages = ofPackages ? readdirSync(join(ROOT, 'packages')).map((name) => join('packages', name, 'README.md')) : []
  return [...root, ...docs, ...packages.filter(exists)].toSorted().map((path) => pageOf(path, readPage(path)))
}

export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

function exists(path: string): boolean {
  return readdirSync(join(ROOT, path, '..')).includes('README.md')
}

/** A page taken apart. Fences are of three back-ticks at the beginning of a line. */
export function pageOf(path: string, text: string): Page {
  const [headings, blocks, links]: [string[], Block[], Link[]] = [[], [], []]
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1)
      if (end < 0) throw new Error(`${path}:${at + 1}: expected the block to end`)
      blocks.push({ page: path, line: at + 1, ...infoOf(line.slice(3)), text: lines.slice(at + 1, end).join('\n') })
      at = end
    } else {
      if (/^#{1,6} /.test(line)) headings.push(line)
      links.push(...linksOf(line).map((target) => ({ line: at + 1, target })))
    }
  }
  return { path, text, headings, blocks, links }
}

function infoOf(text: string): Pick<Block, 'kind' | 'info'> {
  const [, kind = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(text) ?? []
  const words = [...rest.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)]
  return { kind, info: new Map(words.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''])) }
}

function linksOf(line: string): readonly string[] {
  const text = line.replace(/`[^`]*`/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The name by which a heading is linked to, as the usual hosts make it. */
export function anchorOf(heading: string): string {
  const words = heading.replace(/^#+ /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-')
}

/** The rows of a page's tables below a heading (of any table on the page without one), as cells without back-ticks. */
export function tableRows(page: string, heading?: RegExp): readonly (readonly string[])[] {
  const text = heading ? sectionOf(page, heading) : page
  return text
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    )
}

/** What stands between a heading and the next one of its level or above. */
export function sectionOf(page: string, heading: RegExp): string {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => /^#/.test(line) && heading.test(line))
  if (start < 0) throw new Error(`expected a heading like ${heading}`)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 1
  const length = lines.slice(start + 1).findIndex((line) => new RegExp(`^#{1,${level}} `).test(line))
  return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join('\n')
}

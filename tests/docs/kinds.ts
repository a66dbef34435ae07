/** What a block of a page may be, and the reasons for which one is not run. Both lists are closed. */
import type { Block } from './pages.ts'

export const KINDS = ['ts', 'sh', 'yaml', 'json', 'text', 'html', 'objc', 'js'] as const

export const REASONS = [
  'needs the network',
  'needs real keys',
  'runs until stopped',
  'waits for a person',
  'runs in the wallet app',
  'the shape of a file',
  'a test of its package runs it',
  'changes the repository',
] as const

/** What is wrong with how a block says what it is; nothing where all is well. */
export function mislabelled({ page, line, kind, info }: Block): readonly string[] {
  const at = `${page}:${line}`
  const reason = info.get('norun')
  const known: readonly string[] = REASONS
  return [
    ...((KINDS as readonly string[]).includes(kind) ? [] : [`${at}: expected a kind (${KINDS.join(', ')}), found "${kind}"`]),
    ...(reason === undefined || known.includes(reason)
      ? []
      : [`${at}: expected a reason (${known.join('; ')}), found "${reason}"`]),
    ...(saysHow(kind, info)
      ? []
      : [`${at}: expected "run", "gateway", "fragment=…", "file=…", "title=…" or norun="…" after ${kind}`]),
  ]
}

/** A program or command line is run, is a part of one, or says why it is not run. */
function saysHow(kind: string, info: Block['info']): boolean {
  const ways: Readonly<Record<string, readonly string[]>> = {
    ts: ['run', 'fragment', 'file', 'title', 'norun'],
    sh: ['run', 'gateway', 'norun'],
    html: ['norun'],
    objc: ['norun'],
    js: ['norun', 'file'],
  }
  const own = ways[kind]
  return own === undefined || own.some((way) => info.has(way))
}

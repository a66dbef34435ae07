import { describe, expect, it } from 'vitest'
import { ARROWS, forbiddenArrows, importCycles, impurities, loads } from './house-rules.ts'
import { codeOf, importsOf, type SourceFile, sourceFiles } from './source-files.ts'

const files = sourceFiles()

function planted(path: string, text: string): SourceFile {
  return {
    path,
    package: path.startsWith('examples/') ? 'examples' : (path.split('/')[1] ?? ''),
    text,
    imports: importsOf(text, path),
    test: false,
  }
}

describe('arrows between packages', () => {
  it('are drawn for every package that exists', () => {
    expect(new Set(files.map((file) => file.package))).toEqual(new Set(Object.keys(ARROWS)))
  })

  it('are the ones of the design and no other', () => {
    expect(forbiddenArrows(files)).toEqual([])
  })

  it.each([
    ['wire that knows the contract', 'packages/wire/src/x.ts', "import { bind } from '@tpkit/core'"],
    ['core that knows a provider', 'packages/core/src/x.ts', "import type { Fields } from '@tpkit/wire'"],
    ['a sandbox that shares the codec', 'packages/sandbox/src/x.ts', "import { md5Sign } from '@tpkit/wire'"],
    ["a sandbox that runs core's code", 'packages/sandbox/src/x.ts', "import { bind, type Fact } from '@tpkit/core'"],
    [
      'a conformance suite with a favourite',
      'packages/conformance/src/x.ts',
      "export { qqwallet } from '@tpkit/provider-qqwallet'",
    ],
    [
      'an example that reaches inside',
      'examples/shop/src/x.ts',
      "import { loadConfig } from '../../../packages/core/src/config/load-config.ts'",
    ],
    [
      'a sandbox that shares the codec by its path',
      'packages/sandbox/src/x.ts',
      "import { md5Sign } from '../../wire/src/index.ts'",
    ],
    [
      'a provider that opens its own sockets',
      'packages/provider-qqwallet/src/x.ts',
      "const t = await import('@tpkit/transport')",
    ],
  ])('would be found out: %s', (_what, path, text) => {
    expect(forbiddenArrows([planted(path, text)])).toHaveLength(1)
  })
})

describe('imports between files', () => {
  it('make no circle', () => {
    expect(importCycles(files)).toEqual([])
  })

  it('would be found out where they do', () => {
    const circle = [
      planted('packages/core/src/a.ts', "import { b } from './b.ts'"),
      planted('packages/core/src/b.ts', "import type { C } from './c.ts'"),
      planted('packages/core/src/c.ts', "export * from './a.ts'"),
    ]
    expect(importCycles(circle)).toHaveLength(1)
  })
})

describe('pure parts', () => {
  it('touch no clock, randomness, socket, file, timer, event-loop turn or process; neither do their imports', () => {
    expect(impurities(files)).toEqual([])
  })

  it.each([
    ['const at = Date.now()'],
    ['const at = new Date()'],
    ['const id = Math.random()'],
    ["import { randomBytes } from 'node:crypto'"],
    ["import { readFileSync } from 'node:fs'"],
    ["import got from 'got'"],
    ["import { systemClock } from '../../core/src/system/node.ts'"],
    ['setTimeout(() => undefined, 1)'],
    ['const key = process.env.KEY'],
    ["await fetch('https://wallet.example')"],
    ['console.log(1)'],
    ['a.localeCompare(b)'],
  ])('would be found out: %s', (text) => {
    expect(impurities([planted('packages/wire/src/x.ts', text)])).not.toEqual([])
  })

  it('are not accused for what stands in a comment or a string, or for a type', () => {
    const text =
      "// Date.now() is a port\nconst text = 'process.env'\nimport type { Stats } from 'node:fs'\nconst at = new Date(nowMs)"
    expect(impurities([planted('packages/wire/src/x.ts', text)])).toEqual([])
    expect(codeOf(text)).not.toContain('process')
  })
})

describe('what a start loads', () => {
  it('core without its configuration loads no schema library, no container and no YAML', () => {
    const outside = [...loads(files, 'packages/core/src/index.ts')].filter((target) => !target.startsWith('packages/'))
    expect(outside).toEqual(['node:crypto'])
  })

  it("a provider's protocol loads core and wire, not its config schema", () => {
    const outside = [...loads(files, 'packages/provider-qqwallet/src/protocol.ts')].filter(
      (target) => !target.startsWith('packages/'),
    )
    expect(
      outside.filter((target) => !/^(node:crypto|@tpkit\/core(\/errors|\/money|\/provider)?|@tpkit\/wire)$/.test(target)),
    ).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'
import { ConfigError, type Problem } from './problem.ts'
import { reading } from './reading.fixture.ts'

/** As different as a file may be, and a secret wherever one can stand: `@1@` and so on. */
const FILES: readonly string[] = [
  `# @1@ is the old key
accounts:
  qq-main:                # @2@
    plugin: "@tpkit/provider-qqwallet"
    mchId: "1900000109"
    apiKey: [env:NEW_KEY, @3@]
    certificate: { cert: file:certs/cert.pem, key: "@4@" }
    operatorPassword: '@5@'
    notifyUrl: https://pay.example.com/notify?token=@6@
    proxy: http://user:@7@@proxy.example:8080
methods: { wallet: qq-main }
mode: production
`,
  `accounts:
  a:
    plugin: ./mine.mjs
    apiKey: |
      @1@
      next: @2@
    key: >-
      -----BEGIN PRIVATE KEY-----
      @3@
      -----END PRIVATE KEY-----
    password: @4@
      @5@
    deep: { deeper: [ { deepest: @6@ } ] }
    other: "@7@
      goes on"
methods:
  checkout:
    - { use: { a: 1 }, when: { scene: [native], maxAmount: 5 } }
`,
  '{"accounts":{"a":{"plugin":"@x/y","apiKey":"@1@","keys":{"one":"@2@","two":["@3@","@4@"]}}},"methods":{"w":"a"},"mode":"production"}',
]

/** One whose plugin is there, so that its schema speaks too. */
const READ = `accounts:
  a:
    plugin: "@shop/wallet"
    mchId: "1"
    apiKey: [env:KEY, @1@]   # @2@
    password: "@3@"
    certificate:
      cert: file:cert.pem
      key: |
        -----BEGIN PRIVATE KEY-----
        @4@
        -----END PRIVATE KEY-----
    ids: [ { id: { number: '@5@' } } ]
  b: { extends: a, password: @6@, style: plain, subId: @7@ }
methods: { wallet: a }
mode: production
`

/** Letters, so that a piece of one is known again; in between what YAML makes something of. */
const secret = fc
  .tuple(
    fc.constantFrom('', ':', ': ', ' #', '"', "'", '{', '}', '[', ',', '- ', '&', '*', '!', '|', '%', '@', '`', '\\', '\t'),
    fc.nat(9),
  )
  .map(([odd, digit]) => `canary${digit}4711${odd}canary${digit}`)

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('delete', 'insert', 'cut', 'indent', 'unquote'),
  text: fc.constantFrom(
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ':',
    ': ',
    ',',
    '\n',
    '  ',
    '#',
    '- ',
    '|\n',
    '>',
    '\t',
    '---\n',
    '*',
    '&a ',
    '? ',
  ),
})

function edited(text: string, { at, kind, text: more }: { at: number; kind: string; text: string }): string {
  const offset = Math.floor(at * text.length)
  if (kind === 'delete') return text.slice(0, offset) + text.slice(offset + 1)
  if (kind === 'cut') return text.slice(0, offset)
  if (kind === 'indent') return text.slice(0, offset) + text.slice(offset).replace(/\n {2}/, '\n')
  if (kind === 'unquote') return text.slice(0, offset) + text.slice(offset).replace(/["']/, '')
  return text.slice(0, offset) + more + text.slice(offset)
}

function messageOf(text: string): string {
  const everywhere: Problem[] = text
    .split('\n')
    .map((line, index) => ({ path: '', reason: 'x', line: index + 1, column: Math.max(1, line.length) }))
  return new ConfigError('tpkit.config.yaml', [...readDocument(text).problems, ...everywhere], text).message
}

const secrets = fc.array(secret, { minLength: 7, maxLength: 7 })

function filled(file: string, values: readonly string[]): string {
  return file.replaceAll(/@(\d)@/g, (_all, place: string) => values[Number(place) - 1] ?? '')
}

describe('a message never shows a secret, whatever its style and however broken the file', () => {
  it('in the lines around any place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FILES, READ), secrets, fc.array(edit, { maxLength: 2 }), (file, values, edits) => {
        expect(messageOf(edits.reduce(edited, filled(file, values)))).not.toContain('canary')
      }),
      { numRuns: 2000 },
    )
  })

  it('in what is said of a configuration that was read', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.array(edit, { maxLength: 1 }), async (values, edits) => {
        const text = edits.reduce(edited, filled(READ, values))
        const { source, problems, warnings } = await reading(text)
        expect(new ConfigError(source, [...problems, ...warnings], text).message).not.toContain('canary')
      }),
      { numRuns: 1000 },
    )
  })
})

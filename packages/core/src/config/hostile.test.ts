import { describe, expect, it } from 'vitest'
import { ConfigError } from './problem.ts'
import { problemsOf, reading } from './reading.fixture.ts'

const GOOD = 'plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY'
const many = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_none, index) => line(index))

async function told(text: string): Promise<string> {
  const { source, problems } = await reading(text)
  return new ConfigError(source, problems, text).message
}

describe('YAML that means something else than what is written', () => {
  it.each([
    ['a tag of YAML 1.1: bytes', '1:26 expected no tag', `accounts: { a: { apiKey: !!binary aGVsbG8= } }`],
    [
      'a tag that nobody reads was taken for the secret itself',
      '1:25 expected no tag',
      'accounts: { a: { mchId: !env WECHAT } }',
    ],
    ['a set', '1:11 expected no tag', 'accounts: !!set { a: 1 }'],
    [
      'another version: "yes" was true, and << was filled in',
      '1:1 expected YAML 1.2',
      '%YAML 1.1\n---\naccounts: { a: { retired: yes } }',
    ],
    ['a merge key without an alias', 'accounts.a.<<: expected no alias', 'accounts: { a: { <<: { plugin: "@shop/wallet" } } }'],
  ])('%s', async (_what, expected, text) => {
    expect((await problemsOf(text)).join('\n')).toContain(expected)
  })

  it('and what only says what is there anyway is fine', async () => {
    await expect(problemsOf(`%YAML 1.2\n---\naccounts: !!map { a: { ${GOOD}, subId: !!str 7 } }\n`)).resolves.toEqual([])
  })
})

describe('a secret that stands where none belongs is not shown', () => {
  const CANARY = 'canary0123456789canary0123456789'
  it.each([
    ['as a key', `accounts: { a: { ${GOOD}, ${CANARY}: 1 } }`],
    ['as a key at the top', `accounts: { a: { ${GOOD} } }\n${CANARY}: 1`],
    ['as a key twice', `accounts: { a: { ${GOOD}, ${CANARY}: 1, ${CANARY}: 1 } }`],
    ['as a key deep in an account', `accounts: { a: { ${GOOD}, certificate: { ${CANARY}: 1 } } }`],
    ['in an address that leads to a sandbox', `accounts: { a: { ${GOOD}, endpoints: { "https://u:${CANARY}@b": "http://c" } } }`],
    ['as the mode', `accounts: { a: { ${GOOD} } }\nmode: ${CANARY}`],
    ['in place of true', `accounts: { a: { ${GOOD}, retired: ${CANARY} } }`],
  ])('%s', async (_what, text) => {
    const message = await told(text)
    expect(message).toContain('expected')
    expect(message).not.toContain('canary')
  })
})

it('a schema that says what it found shows no value that a reference led to', async () => {
  const message = await told('accounts: { a: { plugin: "@shop/talkative", mchId: "1", apiKey: env:KEY } }')
  expect(message).toContain('accounts.a.apiKey: bad key …')
})

/** Each of these took minutes, or nearly all memory. */
describe('a large file is refused as quickly as a small one', () => {
  it('with a thousand wrong accounts: the first hundred problems are told, all are listed', async () => {
    const text = `accounts:\n${many(1000, (n) => `  a${n}: { plugin: "@shop/wallet", mchid: 7, foo: 1 }`).join('\n')}\n`
    const message = await told(text)
    expect(message.match(/expected no such key/g)?.length).toBeLessThanOrEqual(100)
    expect(message).toMatch(/\n {2}and \d{4} more; mend these first$/)
    expect((await reading(text)).problems.length).toBeGreaterThan(1900)
  })

  it('with accounts that extend each other without end', async () => {
    const chain = (length: number) =>
      `accounts:\n  a0: { ${GOOD} }\n${many(length, (n) => `  a${n + 1}: { extends: a${n} }`).join('\n')}\n`
    expect(await problemsOf(chain(16))).toEqual([])
    const problems = await problemsOf(chain(2000))
    expect(problems[0]).toMatch(/^19:19 accounts\.a17\.extends: expected at most 16 accounts/)
  })

  it('with a key or a line without end', async () => {
    expect((await told(`accounts: { ? "${'x'.repeat(1e6)}" : { ${GOOD} } }`)).length).toBeLessThan(1000)
    expect((await told(`accounts: { a: { ${GOOD}, subId: '${'}'.repeat(2e5)}x', foo: 1 } }`)).length).toBeLessThan(1000)
    expect((await told(`accounts: { ${many(500, (n) => `a${n}: { plugin: "@shop/wallet" }`).join(', ')} }`)).length).toBeLessThan(
      50_000,
    )
  })

  it('nested without end', async () => {
    await expect(problemsOf(`accounts: ${'['.repeat(1e5)}`)).resolves.toEqual([expect.stringMatching(/ expected YAML, found /)])
  })

  it('naming accounts that are not there: a sentence names a few of those that are', async () => {
    const accounts = many(1000, (n) => `  a${n}: { ${GOOD} }`).join('\n')
    const message = await told(`accounts:\n${accounts}\nmethods: { wallet: b }\n`)
    expect(message).toContain('(a0, a1, ')
    expect(message).toContain('a19, …), found "b"')
  })
})

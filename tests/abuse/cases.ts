import { readdirSync, readFileSync } from 'node:fs'

/** What must come of an input; test-fixtures/abuse/README.md says what each word means. */
export type CaseVerdict = 'REJECT' | 'QUARANTINE' | 'IGNORE' | 'ACCEPT' | 'SHED' | 'SAFE' | 'REFUSE_START'

/** One line of test-fixtures/abuse. */
export interface CaseLine {
  readonly id: string
  readonly area: string
  readonly provider: string
  readonly level: string
  readonly title: string
  readonly send: string
  readonly verdict: CaseVerdict
  readonly expect: string
  readonly src: readonly string[]
}

const FOLDER = new URL('../../test-fixtures/abuse/', import.meta.url)

/** Every case, by its id. */
export function caseLines(): readonly CaseLine[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((name) => readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n'))
  const cases = lines.map((line) => JSON.parse(line) as CaseLine) // our own files
  return cases.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** The blanks of this package. Nothing of it is left in the plugin once they are filled; then delete this file if you like. */
import { readdirSync, readFileSync } from 'node:fs'

const PAGE = 'https://github.com/tpkit/tpkit/blob/main/docs/write-a-provider.md'

/** The sections of that page. */
const SECTIONS = {
  1: '1. The account',
  2: '2. What the wallet is and can do',
  3: '3. What its words mean',
  4: '4. The calls',
  6: '6. Reading',
  7: '7. A wallet to test against',
} as const
type Section = keyof typeof SECTIONS

export interface Blank {
  readonly number: number
  /** `src/__name__.ts:12` */
  readonly place: string
  readonly question: string
  readonly section: Section
}

/** Stands where something is missing; put the answer in its place. */
export function blank(number: number, question: string, section: Section): never {
  throw new Error(`${line({ number, question, section, place: 'src' })}\n${ADVICE}`)
}

/** What to do with them all. */
export const ADVICE = `Put the answer in the place of each blank; the section named with it, in ${PAGE}, explains it.`

/** What belongs there, and where that is explained. */
export function line({ number, place, question, section }: Blank): string {
  return `blank ${number} in ${place}: ${question} ("${SECTIONS[section]}")`
}

/** Every blank that is still in the sources, in their order. */
export function blanksLeft(folder: URL = new URL('.', import.meta.url)): readonly Blank[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'blanks.ts')
  const found = files.flatMap((name) => blanksIn(`src/${name}`, readFileSync(new URL(name, folder), 'utf8')))
  return found.toSorted((a, b) => a.number - b.number)
}

function blanksIn(file: string, text: string): readonly Blank[] {
  return [...text.matchAll(/\bblank\(\s*(\d+),\s*(['"])(.*?)\2,\s*([1-7]),?\s*\)/g)].map((match) => ({
    number: Number(match[1]),
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    question: match[3] ?? '',
    section: Number(match[4]) as Section, // `blank` takes no other
  }))
}

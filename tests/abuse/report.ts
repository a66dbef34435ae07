import type { CaseVerdict } from './cases.ts'

/** What came of one input. */
export interface Result {
  /** `A001`; `M-qq` for a mutation. */
  readonly id: string
  readonly area: string
  readonly verdict: CaseVerdict
  /** `bad`: held off or let through · `good`: handled or not · `twin`: the repaired message. */
  readonly kind: 'bad' | 'good' | 'twin'
  readonly input: string
  /** What is wrong; absent where all is as it must be. */
  readonly wrong?: string
}

export interface NotTestable {
  readonly id: string
  readonly title: string
  readonly reason: string
}

export const isWrong = ({ wrong }: Result): boolean => wrong !== undefined

const of = (results: readonly Result[], kind: Result['kind']): readonly Result[] => results.filter((one) => one.kind === kind)

function sumOf(results: readonly Result[]): string {
  const wrong = results.filter(isWrong).length
  return `${results.length - wrong} of ${results.length}`
}

/** The whole report as text. */
export function reportText(results: readonly Result[], notTestable: readonly NotTestable[]): string {
  const [bad, good, twins] = [of(results, 'bad'), of(results, 'good'), of(results, 'twin')]
  return [
    ...shares(results, 'area', ({ area, id }) => (area === 'mutations' ? `${area} ${id.slice(2)}` : area)),
    ...shares(results, 'verdict', ({ verdict }) => verdict),
    `not testable yet, not counted: ${notTestable.length}`,
    ...notTestable.map(({ id, title, reason }) => `  ${id} ${title}: ${reason}`),
    ...results.filter(isWrong).map(({ id, kind, input, wrong }) => `WRONG ${id} (${kind}) ${input}: ${wrong}`),
    `repaired twins sent: ${twins.length}, accepted: ${twins.length - twins.filter(isWrong).length}`,
    `bad inputs tried: ${bad.length}, let through: ${bad.filter(isWrong).length}`,
    `hard good inputs tried: ${good.length}, handled: ${good.length - good.filter(isWrong).length}`,
  ].join('\n')
}

function shares(results: readonly Result[], title: string, by: (result: Result) => string): readonly string[] {
  const names = [...new Set(results.map(by))]
  const rows = names.map((name) => {
    const all = results.filter((one) => by(one) === name)
    return [name, sumOf(of(all, 'bad')), sumOf(of(all, 'good')), sumOf(of(all, 'twin'))]
  })
  const head = [title, 'bad held off', 'good handled', 'twins accepted']
  return [head, ...rows].map((row) =>
    row
      .map((cell) => cell.padEnd(18))
      .join('')
      .trimEnd(),
  )
}

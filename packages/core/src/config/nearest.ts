import { closestMatch } from 'leven'

/** The known word that was probably meant: one that begins alike, or differs in about a third of its letters at most. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length < 3) return undefined
  const others = known.filter((each) => each !== word)
  const alike = others.filter((each) => each.startsWith(word) || word.startsWith(`${each}s`))
  if (alike.length === 1) return alike[0]
  const lower = new Map(others.map((each) => [each.toLowerCase(), each]))
  const maxDistance = Math.ceil(word.length / 3)
  return lower.get(closestMatch(word.toLowerCase(), [...lower.keys()], { maxDistance }) ?? '')
}

/** `; did you mean "apiKey"?`, or what else to do where no known word is near. */
export function didYouMean(word: string, known: readonly string[], otherwise = ''): string {
  const found = nearest(word, known)
  return found === undefined ? otherwise : `; did you mean "${found}"?`
}

const MOST_NAMED = 20

/** Names for a sentence: with a thousand accounts it would say nothing else. */
export function someOf(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(', ')}, …` : names.join(', ')
}

/** The names that somebody may have meant: those that hold the word first, then those a few letters away; at most three. */
export function nearNames(wanted: string, names: readonly string[]): readonly string[] {
  const word = wanted.slice(0, 64).toLowerCase()
  const holding = word.length >= 3 ? names.filter((name) => name.includes(word)) : []
  const typos = names
    .map((name) => ({ name, letters: distance(word, name) }))
    .filter(({ letters }) => letters <= Math.max(2, word.length / 3))
    .sort((a, b) => a.letters - b.letters)
    .map(({ name }) => name)
  return [...new Set([...holding, ...typos])].slice(0, 3)
}

/** Levenshtein: how many letters must be put in, taken out or changed. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (const [row, letter] of [...a].entries()) {
    const line = [row + 1]
    for (const [column, other] of [...b].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1)
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1))
    }
    above = line
  }
  return above[b.length] ?? 0
}

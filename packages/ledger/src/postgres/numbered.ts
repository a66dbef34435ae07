const known = new Map<string, string>()

/** `?` of a statement as PostgreSQL counts them. No statement of ours has one inside a text. */
export function numbered(sql: string): string {
  const found = known.get(sql)
  if (found !== undefined) return found
  let count = 0
  const made = sql.replaceAll('?', () => {
    count += 1
    return `$${count}`
  })
  known.set(sql, made)
  return made
}

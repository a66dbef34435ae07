/** `?` of a statement as PostgreSQL counts them. No statement of ours has one inside a text. */
export function numbered(sql: string): string {
  let count = 0
  return sql.replaceAll('?', () => {
    count += 1
    return `$${count}`
  })
}

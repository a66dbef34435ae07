/** JSON is JavaScript; only a line end that would end a comment or a tag is written out. */
export function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)
}

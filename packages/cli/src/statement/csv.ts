/**
 * One line of CSV (RFC 4180) that is safe to open in a spreadsheet: what would be run as a formula there gets an apostrophe before it.
 * Numbers stay numbers, also those below zero.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map((field) => quoted(harmless(field))).join(',')}\r\n`
}

/** Excel takes UTF-8 for what it is only behind this. */
export const BOM = '\uFEFF'

function harmless(field: string): string {
  const isNumber = /^[+-]?\d+(?:\.\d+)?$/.test(field)
  return /^[=+\-@\t\r\n＝＋－＠]/.test(field) && !isNumber ? `'${field}` : field
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}

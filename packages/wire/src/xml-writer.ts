import { tpError } from '@tpkit/core/errors'
import type { OpenFields } from './fields.ts'
import { FORBIDDEN, isPolluting, NAME } from './xml-grammar.ts'

const WHOLE_NAME = new RegExp(`^${NAME}$`)
const DIGITS = /^[0-9]*$/
/** Characters of XML that stand in a CDATA section as they are, the bracket and pairs left to a closer look. */
const PLAIN = /^[\t\n\x20-\x5C\x5E-\uD7FF\uE000-\uFFFD]*$/

/**
 * Writes fields as the flat XML of the wallets: digits as plain text, everything else as CDATA; undefined fields are left out.
 * `readXml` reads the same fields back. Throws `INVALID` for a name outside of the dialect and for a character that XML cannot
 * carry.
 *
 * @example writeXml({ total_fee: '888', body: 'a & b' }) // '<xml><total_fee>888</total_fee><body><![CDATA[a & b]]></body></xml>'
 */
export function writeXml(fields: OpenFields): string {
  let xml = '<xml>'
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value !== undefined) xml += `<${checkedName(name)}>${content(name, value)}</${name}>`
  }
  return `${xml}</xml>`
}

function checkedName(name: string): string {
  if (WHOLE_NAME.test(name) && !isPolluting(name)) return name
  const shown = JSON.stringify(name.slice(0, 20))
  throw tpError('INVALID', `XML: expected a field name of ASCII letters, digits, "_", "-" and ".", found ${shown}`)
}

function content(name: string, value: string): string {
  if (DIGITS.test(value)) return value
  if (PLAIN.test(value)) return `<![CDATA[${value}]]>`
  const at = value.search(FORBIDDEN)
  if (at >= 0) {
    const found = JSON.stringify(value.charAt(at))
    throw tpError('INVALID', `${name}: expected characters that XML can carry, found ${found} at character ${at}`)
  }
  // A reader turns every carriage return into a line feed, in CDATA too; only a reference keeps it.
  return value.includes('\r') ? escapeText(value) : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

function escapeText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
}

import type { OpenFields } from './fields.ts'

/**
 * The text that is signed (待签名字符串): all fields but `sign` and those to leave out, without empty ones, sorted by name,
 * joined as `name=value` with `&`. Values stay as they are: nothing is trimmed, escaped or URL-encoded, and `0` is not empty.
 * Names are sorted by code unit, which is ASCII order, the same on every machine.
 *
 * The dialect lets two messages have one text: `{ a: '1&b=2' }` and `{ a: '1', b: '2' }`. So a held signature does not spare
 * the reader from checking that every field it needs is there and well-formed.
 *
 * @example canonicalText({ b: '2', a: '1', c: '', sign: 'X' }) // 'a=1&b=2'
 */
export function canonicalText(fields: OpenFields, leaveOut: readonly string[] = []): string {
  let text = ''
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name]
    if (value === undefined || value === '' || name === 'sign' || leaveOut.includes(name)) continue
    text += text === '' ? `${name}=${value}` : `&${name}=${value}`
  }
  return text
}

/** As `canonicalText`, over values in the charset of their message (字符集): what is signed are its bytes, whatever they spell. */
export function canonicalBytes(fields: ReadonlyMap<string, Uint8Array>, leaveOut: readonly string[] = []): Uint8Array {
  const parts: Uint8Array[] = []
  for (const name of [...fields.keys()].sort()) {
    const value = fields.get(name)
    if (value === undefined || value.byteLength === 0 || name === 'sign' || leaveOut.includes(name)) continue
    parts.push(Buffer.from(parts.length === 0 ? `${name}=` : `&${name}=`), value)
  }
  return Buffer.concat(parts)
}

import { createHash } from 'node:crypto'

/** SHA-256, hex, of a use case and its body: the order of properties does not matter, and what is undefined is absent. */
export function fingerprint(useCase: string, body: unknown): string {
  return createHash('sha256')
    .update(`${useCase}\n${stable(body)}`)
    .digest('hex')
}

function stable(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${stable(part)}`).join(',')}}`
}

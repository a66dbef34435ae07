/** WeChat Pay's messages, taken apart and put together: headers that sign, JSON leaf by leaf, and what a notify encrypts. */
import { createCipheriv, createDecipheriv, type KeyObject, sign } from 'node:crypto'
import type { Dialect, Message, Part } from './bench.ts'

const PROOF = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-serial', 'wechatpay-signature'] as const
/** What stands around the encrypted content. */
const AROUND = 'envelope.'

export interface WeChatKeys {
  readonly id: string
  readonly key: KeyObject
  readonly boxKey: KeyObject
}

export function wechatDialect({ id, key, boxKey }: WeChatKeys): Dialect {
  return {
    signature: [...PROOF],
    read: (message) => [...headerParts(message), ...bodyParts(message, boxKey)],
    write: (parts, message) => ({
      headers: headersOf(parts, message),
      body: bodyOf(
        parts.filter(([name]) => !isProof(name)),
        message,
        boxKey,
      ),
    }),
    sign: (message, now) => {
      const [timestamp, nonce] = [String(Math.floor(now / 1_000)), 'signedanewsignedanewsignedanew00']
      const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), message.body, Buffer.from('\n')])
      const signature = sign('sha256', text, key).toString('base64')
      const proof = [timestamp, nonce, id, signature].map((value, place): [string, readonly string[]] => [
        PROOF[place] ?? '',
        [value],
      ])
      return { ...message, headers: new Map([...message.headers, ...proof]) }
    },
  }
}

function isProof(name: string): boolean {
  return PROOF.some((each) => each === name)
}

function headerParts({ headers }: Message): readonly Part[] {
  return PROOF.flatMap((name) => (headers.get(name) ?? []).map((value): Part => [name, value]))
}

function headersOf(parts: readonly Part[], { headers }: Message): Message['headers'] {
  const written = new Map<string, readonly string[]>([...headers].filter(([name]) => !isProof(name)))
  for (const [name, value] of parts) if (isProof(name)) written.set(name, [...(written.get(name) ?? []), value])
  return written
}

/** JSON that keeps the order of its members, and repeated ones. */
type Node = { readonly members: [name: string, value: Node | string | Literal][]; readonly list: boolean }
/** A number, true or false. */
interface Literal {
  readonly literal: string
}

function bodyParts({ body }: Message, boxKey: KeyObject): readonly Part[] {
  const object = parsed(body)
  if (object === undefined) return []
  const content = contentOf(object, boxKey)
  if (content === undefined) return leaves(object)
  const around = leaves(object).filter(([name]) => name !== 'resource.ciphertext')
  return [...around.map(([name, value]): Part => [AROUND + name, value]), ...leaves(content)]
}

function bodyOf(parts: readonly Part[], message: Message, boxKey: KeyObject): Uint8Array {
  const object = parsed(message.body)
  if (object === undefined) return message.body
  const content = contentOf(object, boxKey)
  if (content === undefined) return encoded(written(parts, object))
  const around = parts
    .filter(([name]) => name.startsWith(AROUND))
    .map(([name, value]): Part => [name.slice(AROUND.length), value])
  const inside = written(
    parts.filter(([name]) => !name.startsWith(AROUND)),
    content,
  )
  const nonce = partOf(around, 'resource.nonce') || 'no nonce'
  return encoded(
    written(
      [...around, ['resource.ciphertext', locked(inside, boxKey, nonce, partOf(around, 'resource.associated_data'))]],
      object,
    ),
  )
}

function partOf(parts: readonly Part[], wanted: string): string {
  return parts.find(([name]) => name === wanted)?.[1] ?? ''
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function parsed(body: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function leaves(value: unknown, path = ''): readonly Part[] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`))
}

/** Parts as JSON: a leaf is a number where the message before had one, a list where it had a list. */
function written(parts: readonly Part[], like: object): string {
  const root: Node = { members: [], list: false }
  for (const [path, value] of parts) place(root, path.split('.'), value, like)
  return text(root)
}

function place(node: Node, [name = '', ...rest]: readonly string[], value: string, like: unknown): void {
  const before = typeof like === 'object' && like !== null ? Reflect.get(like, name) : undefined
  if (rest.length === 0) {
    const isLiteral = typeof before === 'boolean' || (typeof before === 'number' && /^-?[0-9]+$/.test(value))
    node.members.push([name, isLiteral ? { literal: value } : value])
    return
  }
  const found = node.members.findLast(([each, member]) => each === name && typeof member === 'object' && 'members' in member)?.[1]
  const next: Node = typeof found === 'object' && 'members' in found ? found : { members: [], list: Array.isArray(before) }
  if (next !== found) node.members.push([name, next])
  place(next, rest, value, before)
}

function text(value: Node | string | Literal): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if ('literal' in value) return value.literal
  const members = value.members.map(([name, member]) => (value.list ? text(member) : `${JSON.stringify(name)}:${text(member)}`))
  return value.list ? `[${members.join()}]` : `{${members.join()}}`
}

interface Resource {
  readonly ciphertext?: unknown
  readonly nonce?: unknown
  readonly associated_data?: unknown
}

function contentOf(object: object, boxKey: KeyObject): object | undefined {
  const resource: Resource | undefined =
    'resource' in object && typeof object.resource === 'object' ? (object.resource ?? undefined) : undefined
  if (resource?.ciphertext === undefined) return undefined
  try {
    const bytes = Buffer.from(String(resource.ciphertext), 'base64')
    const decipher = createDecipheriv('aes-256-gcm', boxKey, Buffer.from(String(resource.nonce)), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(String(resource.associated_data ?? '')))
    decipher.setAuthTag(bytes.subarray(-16))
    return parsed(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]))
  } catch {
    return undefined
  }
}

function locked(inside: string, boxKey: KeyObject, nonce: string, associatedData: string): string {
  const cipher = createCipheriv('aes-256-gcm', boxKey, Buffer.from(nonce), { authTagLength: 16 })
  cipher.setAAD(Buffer.from(associatedData))
  return Buffer.concat([cipher.update(inside), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

/** Alipay's messages, taken apart and put together: a notify is a form, an answer is JSON whose payload is signed as it stands. */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, sign } from 'node:crypto'
import type { Dialect, Message, Part } from './bench.ts'

/** What stands beside the payload of an answer. */
const BESIDE = ['alipay_cert_sn', 'sign'] as const

/** `contentKey`: 接口内容加密密钥, Base64, of an application whose answers are encrypted. */
export function alipayDialect(key: KeyObject, contentKey?: string): Dialect {
  const box = contentKey === undefined ? undefined : boxOf(contentKey)
  return {
    signature: ['sign', 'sign_type'],
    read: (message) => (isForm(message) ? formParts(message) : answerParts(message, box)),
    write: (parts, message) => ({
      ...message,
      body: Buffer.from(isForm(message) ? formText(parts) : answerText(parts, message, box)),
    }),
    sign: (message) => (isForm(message) ? signedForm(message, key) : signedAnswer(message, key, box)),
  }
}

/** What is signed of an answer is the ciphertext, quotes included. */
interface Box {
  readonly lock: (text: string) => string
  readonly open: (text: string) => string
}

function boxOf(contentKey: string): Box {
  const key = createSecretKey(Buffer.from(contentKey, 'base64'))
  const through = (cipher: ReturnType<typeof createCipheriv>, bytes: Uint8Array) =>
    Buffer.concat([cipher.update(bytes), cipher.final()])
  const start = Buffer.alloc(16)
  return {
    lock: (text) => JSON.stringify(through(createCipheriv('aes-128-cbc', key, start), Buffer.from(text)).toString('base64')),
    open: (text) => through(createDecipheriv('aes-128-cbc', key, start), Buffer.from(text, 'base64')).toString(),
  }
}

function isForm({ body }: Message): boolean {
  return !/^\s*[{<]/.test(textOf(body))
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body)
}

function formParts({ body }: Message): readonly Part[] {
  return [...new URLSearchParams(textOf(body))]
}

function formText(parts: readonly Part[]): string {
  return new URLSearchParams(parts.map(([name, value]): [string, string] => [name, value])).toString()
}

/** Rule V1: neither `sign` nor `sign_type`, nothing empty, by name. */
function signedForm(message: Message, key: KeyObject): Message {
  const parts = formParts(message).filter(([name]) => name !== 'sign' && name !== 'sign_type')
  const text = [...parts]
    .filter(([, value]) => value !== '')
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&')
  return { ...message, body: Buffer.from(formText([...parts, ['sign_type', 'RSA2'], ['sign', signature(text, key)]])) }
}

function signature(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text), key).toString('base64')
}

/** An answer's payload, and what stands beside it. */
interface Answer {
  readonly name: string
  readonly payload: object
  readonly beside: readonly Part[]
  /** Where the payload is encrypted. */
  readonly box: Box | undefined
}

function answerIn({ body }: Message, box: Box | undefined): Answer | undefined {
  try {
    const value: unknown = JSON.parse(textOf(body))
    if (typeof value !== 'object' || value === null) return undefined
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value)
    const [name, sent] = entries.find(([each]) => each.endsWith('_response')) ?? []
    const payload: unknown = box && typeof sent === 'string' ? JSON.parse(box.open(sent)) : sent
    if (name === undefined || typeof payload !== 'object' || payload === null) return undefined
    const beside = entries.filter(([each]) => BESIDE.some((one) => one === each)).map(([each, one]): Part => [each, String(one)])
    return { name, payload, beside, box: typeof sent === 'string' ? box : undefined }
  } catch {
    return undefined
  }
}

function answerParts(message: Message, box: Box | undefined): readonly Part[] {
  const answer = answerIn(message, box)
  return answer ? [...leaves(answer.payload), ...answer.beside] : []
}

function leaves(value: unknown, path = ''): readonly Part[] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`))
}

/** Members in the order of the parts, repeated ones too; payload first, `sign` last. */
function answerText(parts: readonly Part[], message: Message, box: Box | undefined): string {
  const answer = answerIn(message, box)
  if (!answer) return textOf(message.body)
  const beside = parts.filter(isBeside).map(([name, value]) => `,${JSON.stringify(name)}:${literal(value)}`)
  return `{${JSON.stringify(answer.name)}:${payloadText(parts, answer)}${beside.join('')}}`
}

/** As it is sent, and signed. */
function payloadText(parts: readonly Part[], { payload, box }: Answer): string {
  const text = objectText(
    parts.filter((part) => !isBeside(part)),
    payload,
  )
  return box ? box.lock(text) : text
}

function isBeside([name]: Part): boolean {
  return BESIDE.some((one) => one === name)
}

/** Every `/` as the wallet writes it. */
function literal(value: string): string {
  return JSON.stringify(value).replaceAll('/', '\\/')
}

function objectText(parts: readonly Part[], like: unknown): string {
  const names = [...new Set(parts.map(([path]) => path.split('.')[0] ?? ''))]
  const isList = Array.isArray(like)
  const members = names.flatMap((name) => {
    const before: unknown = typeof like === 'object' && like !== null ? Reflect.get(like, name) : undefined
    const own = parts.filter(([path]) => path === name).map(([, value]) => literal(value))
    const inner = parts
      .filter(([path]) => path.startsWith(`${name}.`))
      .map(([path, value]): Part => [path.slice(name.length + 1), value])
    const texts = inner.length > 0 ? [...own, objectText(inner, before)] : own
    return texts.map((text) => (isList ? text : `${JSON.stringify(name)}:${text}`))
  })
  return isList ? `[${members.join()}]` : `{${members.join()}}`
}

function signedAnswer(message: Message, key: KeyObject, box: Box | undefined): Message {
  const answer = answerIn(message, box)
  if (!answer) return message
  const parts = answerParts(message, box).filter(([name]) => name !== 'sign')
  const unsigned = answerText(parts, message, box)
  const proof = signature(payloadText(parts, answer), key)
  return { ...message, body: Buffer.from(`${unsigned.slice(0, -1)},"sign":${JSON.stringify(proof)}}`) }
}

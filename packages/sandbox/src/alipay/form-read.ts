import type { WalletRequest } from '@tpkit/core'
import { charsetOf } from './call.ts'
import { charsetNamed, decoded, encoded } from './charset.ts'
import { type Form, formIn, formOf, plain } from './form.ts'
import type { Settings } from './settings.ts'
import type { Bytes } from './sign.ts'

type Request = Pick<WalletRequest, 'path' | 'headers' | 'body'>

/**
 * The parameters as the gateway understands them: a body is decoded before anybody can look into it for its charset. Where neither the
 * query nor the header names one it is taken for GBK, and what is not plain ASCII becomes other letters, which nobody signed.
 */
export function readForm(request: Request, settings: Pick<Settings, 'charsetWithoutQuery'>): Form {
  const form = formOf(request)
  if (settings.charsetWithoutQuery === 'as-said' || isTold(request)) return form
  return { ...form, parameters: takenForGbk(form, queryOf(request)) }
}

/** Did a body lose letters so? */
export function isMisread(request: Request, settings: Pick<Settings, 'charsetWithoutQuery'>): boolean {
  const { parameters } = readForm(request, settings)
  return [...formOf(request).parameters].some(([name, value]) => !Buffer.from(value).equals(parameters.get(name) ?? value))
}

function isTold(request: Request): boolean {
  const header = /;\s*charset="?([\w-]+)/i.exec(request.headers.get('content-type')?.[0] ?? '')?.[1]
  return [plain(queryOf(request), 'charset'), header].some((name) => charsetNamed(name ?? '') !== undefined)
}

function queryOf({ path }: Request): Form {
  return formIn([Buffer.from(path.replace(/^[^?]*\??/s, ''))])
}

function takenForGbk(form: Form, query: Form): Bytes {
  const charset = charsetOf(form)
  const read = (value: Uint8Array) => encoded(decoded(value, 'gbk'), charset)
  return new Map([...form.parameters].map(([name, value]) => [name, query.parameters.has(name) ? value : read(value)]))
}

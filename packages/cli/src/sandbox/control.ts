import { type FailureCode, type TPError, tpError } from '@tpkit/core/errors'

/** A sandbox that runs elsewhere on this machine, asked through its control API. */
export interface SandboxControl {
  /** Rejects with the sandbox's own sentence, or with what to do when none answers. */
  readonly get: (path: string) => Promise<unknown>
  readonly post: (path: string, body: object) => Promise<unknown>
}

const ANSWER_MS = 10_000

export function sandboxControl(url: string, answerMs = ANSWER_MS): SandboxControl {
  const base = `${url.replace(/\/+$/, '')}/_sandbox`
  const ask = (path: string, init: RequestInit): Promise<unknown> => asked(base + path, { url, answerMs }, init)
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}

interface Place {
  readonly url: string
  readonly answerMs: number
}

async function asked(address: string, place: Place, init: RequestInit): Promise<unknown> {
  const response = await fetched(address, place, init)
  const value = parsed(await response.text())
  if (response.ok && value !== undefined) return value
  if (typeof value !== 'object' || value === null || !('error' in value)) throw stranger(place, response.status)
  throw tpError(CODES[response.status] ?? 'UNAVAILABLE', `${place.url}: ${String(value.error)}`)
}

const CODES: Readonly<Record<number, FailureCode>> = { 400: 'INVALID', 404: 'NOT_FOUND', 409: 'CONFLICT' }

async function fetched(address: string, { url, answerMs }: Place, init: RequestInit): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' }
    return await fetch(address, { ...init, headers, signal: AbortSignal.timeout(answerMs) })
  } catch {
    throw tpError('UNAVAILABLE', `expected a sandbox at ${url}, found none that answers`)
  }
}

function stranger({ url }: Place, status: number): TPError {
  return tpError('UNAVAILABLE', `expected a sandbox at ${url}, found something else, which answered ${status}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

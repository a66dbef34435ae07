import { type FailureCode, tpError } from '@tpkit/core/errors'

/** A sandbox that runs elsewhere on this machine, asked through its control API. */
export interface SandboxControl {
  /** Rejects with the sandbox's own sentence, or with what to do when none answers. */
  readonly get: (path: string) => Promise<unknown>
  readonly post: (path: string, body: object) => Promise<unknown>
}

const ANSWER_MS = 10_000

export function sandboxControl(url: string): SandboxControl {
  const base = `${url.replace(/\/+$/, '')}/_sandbox`
  return {
    get: (path) => asked(base + path, {}, url),
    post: (path, body) => asked(base + path, { method: 'POST', body: JSON.stringify(body) }, url),
  }
}

async function asked(address: string, init: RequestInit, sandbox: string): Promise<unknown> {
  const response = await fetched(address, init, sandbox)
  const text = await response.text()
  const value = parsed(text)
  if (response.ok && value !== undefined) return value
  const error = typeof value === 'object' && value !== null && 'error' in value ? String(value.error) : text.slice(0, 200)
  throw tpError(CODES[response.status] ?? 'UNAVAILABLE', `${sandbox} answered ${response.status}: ${error}`)
}

const CODES: Readonly<Record<number, FailureCode>> = { 400: 'INVALID', 404: 'NOT_FOUND', 409: 'CONFLICT' }

async function fetched(address: string, init: RequestInit, sandbox: string): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' }
    return await fetch(address, { ...init, headers, signal: AbortSignal.timeout(ANSWER_MS) })
  } catch {
    throw tpError(
      'UNAVAILABLE',
      `expected a sandbox at ${sandbox}, found none that answers; start one with "tpkit sandbox", or name its address with --sandbox`,
    )
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

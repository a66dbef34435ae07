import type { HttpRequest, HttpResponse } from '../contract/http.ts'
import type { TPError } from '../errors.ts'
import type { RecordedCall, Recorder } from '../ports.ts'
import type { Scrubber } from './scrub.ts'

/** Where a recorded call belongs. */
export interface RecordedAt {
  readonly account: string
  readonly verb: string
}

/** Writes one call down, scrubbed. */
export function record(
  recorder: Recorder,
  at: RecordedAt,
  scrub: Scrubber,
  request: HttpRequest,
  answer: Omit<HttpResponse, 'nowMs'> | TPError,
): unknown {
  return recorder.record({
    ...at,
    request: {
      method: request.method,
      url: scrub.text(request.url),
      headers: scrub.headers(request.headers),
      body: bodyText(request.body, scrub),
    },
    response: response(answer, scrub),
  })
}

function response(answer: Omit<HttpResponse, 'nowMs'> | TPError, scrub: Scrubber): RecordedCall['response'] {
  if (answer instanceof Error) return { failed: `${answer.code}: ${scrub.text(answer.message)}` }
  const headers = [...answer.headers].flatMap(([name, values]) => values.map((value) => [name, value] as const))
  return { status: answer.status, headers: scrub.headers(headers), body: bodyText(answer.body, scrub) }
}

/** Bytes that are no text are named by their size: they would hide secrets from the scrubber. */
function bodyText(body: Uint8Array | undefined, scrub: Scrubber): string {
  if (!body) return ''
  try {
    return scrub.text(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return `[${body.byteLength} bytes that are not UTF-8 text]`
  }
}

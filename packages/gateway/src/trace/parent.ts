import { type Context, isSpanContextValid, propagation, ROOT_CONTEXT, type TextMapGetter, trace } from '@opentelemetry/api'
import type { ReadHeader } from '../guard/forwarded.ts'

const FROM_HEADERS: TextMapGetter<ReadHeader> = {
  get: (read, name) => read(name.toLowerCase()),
  // Propagators ask for the headers that they know.
  keys: () => [],
}

/** Whose trace a request belongs to: as the propagators of the program's OpenTelemetry SDK say, and without one by `traceparent`. */
export function parentOf(read: ReadHeader): Context {
  const told = propagation.extract(ROOT_CONTEXT, read, FROM_HEADERS)
  return trace.getSpanContext(told) ? told : byTraceparent(read('traceparent'))
}

/** Trace Context (W3C), §3.2: a version that we do not know is read by what version 00 has, with more behind it. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

function byTraceparent(text: string | undefined): Context {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text?.slice(0, 256) ?? '') ?? []
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
  if ((version === '00' && more !== undefined) || !isSpanContextValid(spanContext)) return ROOT_CONTEXT
  return trace.setSpanContext(ROOT_CONTEXT, spanContext)
}

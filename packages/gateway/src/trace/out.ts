import { type Context, context, createContextKey, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { HttpRequest } from '@tpkit/core'
import type { Connection, Transport } from '@tpkit/core/ports'

/**
 * What OpenTelemetry's own instrumentations and propagators look at: under it they make no span and add no header. The name is that
 * of `@opentelemetry/core`, whose whole package is not needed for it.
 */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

/**
 * The way to wallets, with a span for each call and without a `traceparent` on it. tpkit sends a wallet the headers that its protocol
 * names and no other; but a program that runs an instrumentation of `node:http` would add one to every request, and so tell a
 * stranger how our calls belong together. Bind it in the place of the transport: `untracedTransport(gotTransport())`.
 */
export function untracedTransport(transport: Transport): Transport {
  return { connect: (settings) => untraced(transport.connect(settings)) }
}

function untraced(connection: Connection): Connection {
  const { certificate } = connection
  const silently = <Answer extends Answered>(request: HttpRequest, send: () => Promise<Answer>) =>
    spanned('wallet', request, (span) => context.with(span.setValue(SUPPRESSED, true), send))
  return {
    send: (request, limits) => silently(request, () => connection.send(request, limits)),
    download: (request, limits) => silently(request, () => connection.download(request, limits)),
    ...(certificate && { certificate }),
    close: () => connection.close(),
  }
}

/**
 * The way to merchants' webhooks, with a span for each try and its `traceparent` on it: a merchant is whose order it is, and may join
 * our part of the trace to its own. Adds nothing where the program has no OpenTelemetry SDK.
 */
export function tracedConnection(connection: Connection): Connection {
  return {
    ...connection,
    send: (request, limits) =>
      spanned('webhook', request, (span) => {
        const headers = [...request.headers, ...carried(span)]
        return context.with(span, () => connection.send({ ...request, headers }, limits))
      }),
  }
}

function carried(span: Context): readonly (readonly [string, string])[] {
  const headers: Record<string, string> = {}
  propagation.inject(span, headers)
  return Object.entries(headers)
}

interface Answered {
  readonly status: number
}

async function spanned<Answer extends Answered>(
  whom: 'wallet' | 'webhook',
  { method, url }: HttpRequest,
  send: (span: Context) => Promise<Answer>,
): Promise<Answer> {
  // Without path and query: they hold order numbers.
  const attributes = { 'http.request.method': method, 'server.address': new URL(url).hostname }
  const span = trace.getTracer('@tpkit/gateway').startSpan(`${method} ${whom}`, { kind: SpanKind.CLIENT, attributes })
  try {
    const answer = await send(trace.setSpan(context.active(), span))
    span.setAttribute('http.response.status_code', answer.status)
    return answer
  } catch (error) {
    // Without the exception: its sentence may say what somebody else said.
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.end()
  }
}

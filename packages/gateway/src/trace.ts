import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { GatewayStep } from './context.ts'
import { parentOf } from './trace/parent.ts'

export { tracedCashier } from './trace/cashier.ts'
export { tracedConnection, untracedTransport } from './trace/out.ts'

/**
 * A span around each request, through OpenTelemetry's api package alone: without an SDK in the program it costs next to nothing. A
 * `traceparent` that came with the request is its parent. It goes on to the use case and to webhooks (`tracedConnection`), never
 * to a wallet (`untracedTransport`). Attributes are route, status and code: nothing of the payer, no number of an order.
 */
export function traced(): GatewayStep {
  const tracer = trace.getTracer('@tpkit/gateway')
  return async (c, next) => {
    const parent = parentOf((name) => c.req.header(name))
    const span = tracer.startSpan(c.req.method, { kind: SpanKind.SERVER }, parent)
    const { traceId } = span.spanContext()
    if (traceId !== NO_TRACE) c.set('traceId', traceId)
    try {
      await context.with(trace.setSpan(parent, span), next)
    } finally {
      const { route = '*', code } = c.var
      const { status } = c.res
      span.updateName(`${c.req.method} ${route}`)
      span.setAttributes({ 'http.request.method': c.req.method, 'http.route': route, 'http.response.status_code': status })
      if (code !== undefined) span.setAttribute('error.type', code)
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
  }
}

/** Of a span where nobody traces. */
const NO_TRACE = '0'.repeat(32)

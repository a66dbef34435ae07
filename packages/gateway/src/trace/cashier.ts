import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Cashier } from '@tpkit/cashier'

type UseCase<Args extends readonly unknown[], Result> = (...args: Args) => Promise<Result>

/** A span for every use case, with its outcome and nothing of what it is about. */
export function tracedCashier(till: Cashier): Cashier {
  return {
    pay: spanned('pay', till.pay),
    get: spanned('get', till.get),
    list: spanned('list', till.list),
    refund: spanned('refund', till.refund),
    getRefund: spanned('getRefund', till.getRefund),
    listRefunds: spanned('listRefunds', till.listRefunds),
    close: spanned('close', till.close),
    reverse: spanned('reverse', till.reverse),
    settle: spanned('settle', till.settle),
    ask: spanned('ask', till.ask),
    followUp: spanned('followUp', till.followUp),
    expire: spanned('expire', till.expire),
    reconcile: spanned('reconcile', till.reconcile),
    decide: spanned('decide', till.decide),
    deliver: spanned('deliver', till.deliver),
    replay: spanned('replay', till.replay),
    events: spanned('events', till.events),
  }
}

function spanned<Args extends readonly unknown[], Result>(name: string, work: UseCase<Args, Result>): UseCase<Args, Result> {
  const tracer = trace.getTracer('@tpkit/gateway')
  return async (...args) => {
    const span = tracer.startSpan(`cashier.${name}`)
    try {
      const result = await context.with(trace.setSpan(context.active(), span), () => work(...args))
      const outcome = outcomeOf(result)
      if (outcome !== undefined) span.setAttribute('tpkit.outcome', outcome)
      return result
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  }
}

/** `done`, `refused`, `unknown` of a write; what became of a notify. */
function outcomeOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  if ('kind' in result && typeof result.kind === 'string') return result.kind
  return 'what' in result && typeof result.what === 'string' ? result.what : undefined
}

import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const LAG_SECONDS = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400]

export type Meters = ReturnType<typeof metersOf>

/**
 * Every number that the gateway shows, by name. Labels come from the configuration and from closed sets: what a stranger writes
 * never makes a new series.
 */
export function metersOf(registry: Registry) {
  return {
    ...callMeters(registry),
    ...walletMeters(registry),
    ...standingGauges(registry),
  }
}

function callMeters(registry: Registry) {
  const { counter, histogram } = making(registry)
  return {
    requests: counter('http_requests_total', 'Requests, by route and status', ['method', 'route', 'status']),
    requestSeconds: histogram('http_request_duration_seconds', 'From request to answer', ['method', 'route'], SECONDS),
    rateRefusals: counter('rate_refusals_total', 'Calls above a limit, by whose limit', ['by']),
    keyRefusals: counter('api_key_refusals_total', 'API keys that opened nothing, by reason', ['why']),
    overloads: counter('overload_refusals_total', 'Calls that found the queue full', ['route']),
    connectionRefusals: counter('connection_refusals_total', 'Connections closed before they were a request, by reason', ['why']),
    failures: counter('failures_total', 'Mistakes of our own, by place', ['during']),
    notifies: counter('notifies_total', 'Notifies, by account and what became of them', ['account', 'what']),
    notifySeconds: histogram('notify_duration_seconds', 'From notify to acknowledgement', ['account'], SECONDS),
    notifyLag: histogram('notify_lag_seconds', "From payment, by the wallet's clock, to our commit", ['account'], LAG_SECONDS),
    strangerNotifies: counter('notifies_of_unknown_account_total', 'Notifies at accounts that there are not', []),
  }
}

function walletMeters(registry: Registry) {
  const { counter, histogram, gauge } = making(registry)
  return {
    calls: counter('wallet_calls_total', 'Calls to wallets, by outcome', ['account', 'verb', 'outcome']),
    callSeconds: histogram('wallet_call_duration_seconds', 'Calls to wallets', ['account', 'verb'], SECONDS),
    trust: counter('trust_refreshes_total', "Refreshes of wallets' public keys", ['account', 'outcome']),
    reloads: counter('config_reloads_total', 'Reloads of the configuration', ['outcome']),
    notGenuine: counter('notify_refusals_total', 'Notifies that were not believed, by TP code', ['account', 'code']),
    quarantined: counter('quarantined_facts_total', 'Genuine messages that do not fit our books', ['account']),
    breaker: gauge('breaker_open', '1: no call goes to this wallet; 0.5: one is trying; 0: all go', ['account']),
    bookFailures: counter('books_failures_total', 'Transactions and background work that failed', ['during', 'code']),
    followUpFailures: counter('follow_up_failures_total', 'Orders that could not be asked about', ['code']),
    deliveryFailures: counter('webhook_failures_total', 'Tries of a webhook that were not taken', []),
    endpointsDisabled: counter('webhook_endpoints_disabled_total', 'Endpoints that were given up', []),
  }
}

function standingGauges(registry: Registry) {
  const { gauge } = making(registry)
  return {
    build: gauge('build_info', 'Always 1', ['version']),
    unknowns: gauge('unknown_outcomes', 'Payments and refunds whose outcome nobody knows yet', ['account']),
    unknownAge: gauge('unknown_outcome_oldest_seconds', 'Age of the oldest of them; 0 where there is none', ['account']),
    parked: gauge('parked_notifies', 'Genuine notifies of no order yet', []),
    parkedAge: gauge('parked_notify_oldest_seconds', 'Age of the oldest of them; 0 where there is none', []),
    deliveries: gauge('webhook_backlog', 'Events that some endpoint has yet to take', []),
    deliveryAge: gauge('webhook_backlog_oldest_seconds', 'Age of the oldest of them; 0 where there is none', []),
    certificateDays: gauge('certificate_expiry_days', 'Until the client certificate of an account ends', ['account']),
    queueDepth: gauge('queue_depth', "Calls that wait for the ledger's commit", []),
    queueLimit: gauge('queue_limit', 'How many may', []),
    draining: gauge('draining', '1 while the gateway is being stopped', []),
    booksReadable: gauge('books_readable', '0 where the ledger did not answer; what it would show is absent then', []),
  }
}

function making(registry: Registry) {
  const usual = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) => {
    return { name: `tpkit_${name}`, help, labelNames, registers: [registry] }
  }
  return {
    counter: <Label extends string>(name: string, help: string, labels: readonly Label[]) =>
      new Counter(usual(name, help, labels)),
    gauge: <Label extends string>(name: string, help: string, labels: readonly Label[]) => new Gauge(usual(name, help, labels)),
    histogram: <Label extends string>(name: string, help: string, labels: readonly Label[], buckets: number[]) =>
      new Histogram({ ...usual(name, help, labels), buckets }),
  }
}

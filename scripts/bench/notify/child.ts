/** A server in a process of its own: says where it is, and how much processor time it has used. */
export function serving(url: string): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMicroseconds: user + system })
  })
  process.on('disconnect', () => process.exit(0))
  process.on('SIGTERM', () => process.exit(0))
  process.send?.({ url })
}

/** What both servers are told, as JSON in their first argument. */
export interface Task {
  readonly ledger: string
  /** Whether the hand-written server lets notifies share a commit. */
  readonly shared?: boolean
  readonly account: string
  readonly merchant: { readonly mchId: string; readonly appId: string; readonly apiKey: string }
  readonly digestKey: string
  /** The time stands still: nothing becomes due. */
  readonly now: number
  /** A configuration that says the same. */
  readonly config: string
}

export function taskOf(): Task {
  return JSON.parse(process.argv[2] ?? '{}')
}

/** What was asked of the sandbox cannot be done; the sentence says why, the status says it to programs. */
export class Refused extends Error {
  readonly status: 400 | 404 | 409 | 415

  constructor(status: Refused['status'], message: string) {
    super(message)
    this.name = 'Refused'
    this.status = status
  }
}

/** For work whose own errors are sentences for the caller. */
export function orRefused<Value>(status: Refused['status'], work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw new Refused(status, error instanceof Error ? error.message : String(error))
  }
}

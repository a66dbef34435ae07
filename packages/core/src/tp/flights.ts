interface Flight<Result> {
  readonly wish: string | undefined
  readonly done: Promise<Result>
}

/** One work at a time: who wants the same thing shares it, who wants another waits. */
export class Flights<Result> {
  #flight: Flight<Result> | undefined

  /** Does somebody want the same thing just now? */
  isFor(wish: string | undefined): boolean {
    return this.#flight !== undefined && this.#flight.wish === wish
  }

  /** Waits for whoever wants another thing; how that ends is theirs. */
  async landed(wish: string | undefined): Promise<void> {
    while (this.#flight && !this.isFor(wish)) await this.#flight.done.catch(() => undefined)
  }

  async fly(wish: string | undefined, start: () => Promise<Result>): Promise<Result> {
    // Of all who waited the first one starts, and the others wait again.
    while (this.#flight && !this.isFor(wish)) await this.landed(wish)
    this.#flight ??= { wish, done: this.#started(start) }
    return this.#flight.done
  }

  async #started(start: () => Promise<Result>): Promise<Result> {
    try {
      return await start()
    } finally {
      this.#flight = undefined
    }
  }
}

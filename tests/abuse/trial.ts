import type { CaseLine } from './cases.ts'
import { type Before, type CheckWish, fiveChecks, lookBefore } from './checks.ts'
import type { Result } from './report.ts'
import { Shop } from './world/shop.ts'
import type { World } from './world/world.ts'

/** Does something; answers what is wrong, and nothing where all is as it must be. */
export type Attempt = () => Promise<string | undefined>

export interface TrialWish extends CheckWish {
  readonly planted?: string | undefined
}

/** One case under way: its inputs, one after the other, each with the five checks behind it. */
export class Trial {
  readonly line: CaseLine
  readonly shop: Shop
  /** The name of the hole that this run has. */
  readonly planted: string | undefined
  readonly #results: Result[]
  readonly #wish: CheckWish

  constructor(line: CaseLine, shop: Shop, results: Result[], { planted, ...wish }: TrialWish = {}) {
    this.line = line
    this.shop = shop
    this.planted = planted
    this.#results = results
    this.#wish = wish
  }

  get world(): World {
    return this.shop.world
  }

  /** The same case, at another gateway or with other checks. */
  at(world: World, wish: CheckWish = this.#wish): Trial {
    const shop = world === this.world ? this.shop : new Shop(world)
    return new Trial(this.line, shop, this.#results, { ...wish, planted: this.planted })
  }

  /** An input that must not get through. */
  bad(input: string, attempt: Attempt): Promise<void> {
    return this.#one('bad', input, attempt)
  }

  /** One that is hard and legitimate. */
  good(input: string, attempt: Attempt): Promise<void> {
    return this.#one('good', input, attempt)
  }

  /** The same as a bad one, repaired. */
  twin(input: string, attempt: Attempt): Promise<void> {
    return this.#one('twin', input, attempt)
  }

  async #one(kind: Result['kind'], input: string, attempt: Attempt): Promise<void> {
    const before = await lookBefore(this.shop)
    const wrongs = [await told(attempt), ...(await this.#checked(before))].filter((wrong) => wrong !== undefined)
    const { id, area, verdict } = this.line
    this.#results.push({ id, area, verdict, kind, input, ...(wrongs.length > 0 && { wrong: wrongs.join('; ') }) })
  }

  async #checked(before: Before): Promise<readonly string[]> {
    try {
      return await fiveChecks(this.shop, before, this.#wish)
    } catch (error) {
      return [`the checks could not be made: ${error}`]
    }
  }
}

async function told(attempt: Attempt): Promise<string | undefined> {
  try {
    return await attempt()
  } catch (error) {
    return `expected an outcome, found ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`.slice(0, 600)
  }
}

/** The inputs of one line of test-fixtures/abuse. */
export type Case = (trial: Trial) => Promise<void>
export type Cases = Readonly<Record<string, Case>>

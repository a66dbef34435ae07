import { randomBytes } from 'node:crypto'
import { paidOnce, rejected, sendNotify } from '../judges.ts'
import type { Trial } from '../trial.ts'
import type { Message } from '../world/http.ts'
import { type Sold, shortly } from '../world/sold.ts'
import type { WalletName } from '../world/wallets.ts'
import { alipayMeaning, alipayRecipes } from './alipay.ts'
import { qqMeaning, qqRecipes } from './qq.ts'
import type { Recipe } from './recipe.ts'
import { type SignedChange, signedChanges } from './signed.ts'
import { weChatMeaning, weChatRecipes } from './wechat.ts'

const DIALECTS = {
  qq: { recipes: qqRecipes, meaning: qqMeaning },
  wx: { recipes: weChatRecipes, meaning: weChatMeaning },
  ali: { recipes: alipayRecipes, meaning: alipayMeaning },
} as const

/** So many are tried on one order before its own notify must be taken. */
const PER_ORDER = 40

/** Every mutation of one wallet's notify, or one of so many. */
export async function mutate(trial: Trial, name: WalletName, oneOf: number): Promise<void> {
  const sample = await trial.shop.sell(name)
  const recipes = DIALECTS[name].recipes(sample.notify)
  const line = new Line(trial, name)
  const chosen = recipes.filter((_recipe, index) => index % oneOf === 0)
  for (const recipe of chosen) await line.recipe(recipe)
  const signed = signedChanges(name).filter((_change, index) => index % oneOf === 0)
  for (const change of signed) await line.signed(change)
  await line.over()
  await trial.shop.notify(sample.account, sample.notify)
}

/** Mutations one behind the other, and the orders that they are tried on. */
class Line {
  readonly #trial: Trial
  readonly #name: WalletName
  #sold: Sold | undefined
  #tried = 0

  constructor(trial: Trial, name: WalletName) {
    this.#trial = trial
    this.#name = name
  }

  async recipe({ input, kind, apply }: Recipe): Promise<void> {
    if (kind === 'layout') return this.#same(input, apply)
    if (kind === 'bad') return this.#heldOff(input, ({ notify }) => apply(notify))
    const { notify } = await this.#order()
    const { meaning } = DIALECTS[this.#name]
    const isSame = meaning(apply(notify)) === meaning(notify)
    return isSame ? this.#takenOrNot(input, apply) : this.#heldOff(input, (sold) => apply(sold.notify))
  }

  /** Signed as the wallet signs, each under a number of its own. */
  async signed({ input, facts }: SignedChange): Promise<void> {
    const own = this.#name === 'qq' ? { transaction_id: randomBytes(16).toString('hex') } : {}
    await this.#heldOff(input, ({ stand, notify }) => stand.resigned(notify, { ...own, ...facts }), isNotBooked)
  }

  async #heldOff(input: string, change: (sold: Sold) => Message, judge = rejected): Promise<void> {
    const sold = await this.#order()
    await this.#trial.bad(`${this.#name}: ${input}`, () => judge(this.#trial, sold, change(sold)))
    if ((await this.#trial.shop.standing(sold).status()) === 'paid') this.#sold = undefined
    if (this.#tried >= PER_ORDER) await this.over()
  }

  /** The order's own notify is taken by the same route. */
  async over(): Promise<void> {
    const sold = this.#sold
    this.#sold = undefined
    if (sold)
      await this.#trial.twin(`${this.#name}: the notify as it was, behind ${this.#tried} others`, () =>
        isTaken(this.#trial, sold, sold.notify),
      )
  }

  async #order(): Promise<Sold> {
    if (!this.#sold) this.#tried = 0
    this.#tried += 1
    this.#sold ??= await this.#trial.shop.sell(this.#name)
    return this.#sold
  }

  async #same(input: string, apply: Recipe['apply']): Promise<void> {
    const sold = await this.#trial.shop.sell(this.#name)
    await this.#trial.good(`${this.#name}: ${input}`, () => isTaken(this.#trial, sold, apply(sold.notify)))
  }

  /** By a second reading nothing else is said: whoever takes it must take it as the same. */
  async #takenOrNot(input: string, apply: Recipe['apply']): Promise<void> {
    const sold = await this.#trial.shop.sell(this.#name)
    await this.#trial.good(`${this.#name}: ${input}`, async () => {
      const answer = await this.#trial.shop.notify(sold.account, apply(sold.notify))
      return sold.stand.accepts(answer) ? paidOnce(this.#trial, sold) : isTaken(this.#trial, sold, sold.notify)
    })
  }
}

/** Genuine, and not ours: kept apart, or not understood; nothing moved. */
async function isNotBooked(trial: Trial, sold: Sold, message: Message): Promise<string | undefined> {
  const { answer, what } = await sendNotify(trial, sold.account, message)
  const status = await trial.shop.standing(sold).status()
  if (status !== 'open') return `the order is ${status}: ${shortly(answer)}`
  return what === 'moved' ? `the books moved: ${shortly(answer)}` : undefined
}

async function isTaken(trial: Trial, sold: Sold, message: Message): Promise<string | undefined> {
  const answer = await trial.shop.notify(sold.account, message)
  return sold.stand.accepts(answer) ? paidOnce(trial, sold) : `expected that it is taken, found ${shortly(answer)}`
}

/** How any wallet of the sandbox behaves where it has a choice. */
export interface Habits {
  /** Pauses between the tries of a notify, in milliseconds; when they are used up, it is given up. */
  readonly notifyPausesMs: readonly number[]
  /** How long a refund is under way before it ends. Default: 2000. */
  readonly refundDelayMs: number
  /** When a payment code is not enough and the payer types the password: a number means above so many fen. Default: 100000. */
  readonly password: 'always' | 'never' | bigint
  /** 付款银行 of every payment. */
  readonly bankType: string
  /** What the wallet gives on every order, in fen; the payer always pays at least one. Default: 0. */
  readonly couponFee: bigint
  /** How often a reverse asks to be called again before it is done. Default: 0. */
  readonly recalls: number
  /** 手续费, in hundredths of a percent. Default: 60, which is 0.60 %. */
  readonly feeBasisPoints: bigint
  /** Whether docs/magic-amounts.md holds. Default: true. */
  readonly magicAmounts: boolean
}

export const USUAL_HABITS: Omit<Habits, 'notifyPausesMs' | 'bankType'> = {
  refundDelayMs: 2000,
  password: 100_000n,
  couponFee: 0n,
  recalls: 0,
  feeBasisPoints: 60n,
  magicAmounts: true,
}

/** What is given, and the usual for the rest. Throws for a value of another type: plain JavaScript writes `100` where `100n` is meant. */
export function settled<Settings extends Habits>(usual: Settings, given: Partial<Settings>): Settings {
  for (const [name, value] of Object.entries(usual)) {
    const found: unknown = Reflect.get(given, name)
    const isWord = name === 'password' && (found === 'always' || found === 'never')
    if (found === undefined || isWord || typeof found === typeof value) continue
    const example = typeof value === 'bigint' ? `, such as ${value}n` : ''
    throw new Error(`sandbox ${name}: expected a ${typeof value}${example}, found a ${typeof found}`)
  }
  return { ...usual, ...given }
}

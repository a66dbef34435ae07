/** What a person who looks for the mistake wants to know of a notify: which text was signed, whether it fits, and if not, why. */
export interface NotifyInspection {
  /** Whether the signature holds. `notify` decides for money; this explains, and agrees with it. */
  readonly genuine: boolean
  /** The text that is signed, as this provider reads the message, every secret replaced by `[secret]`. */
  readonly signed: string
  /** The signature that came; undefined where there was none. */
  readonly found?: string
  /** The beginning of the one that was expected: enough to compare, too little to forge with. */
  readonly expected?: string
  /** Named causes, the likeliest first, each a sentence with its cure. Empty where it is genuine. */
  readonly causes: readonly { readonly en: string; readonly zh: string }[]
}

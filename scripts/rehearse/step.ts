/** Where a rehearsal takes place. */
export interface Stage {
  /** The checkout whose HEAD is rehearsed. */
  readonly checkout: string
  /** A clone of it. */
  readonly source: string
  readonly tarballs: string
  /** A merchant's project, empty at first. */
  readonly project: string
  /** A provider author's folder, empty at first. */
  readonly author: string
}

export interface Step {
  readonly name: string
  /** Answers a figure or a word for the table. Rejects with what was expected and what came. */
  readonly run: (stage: Stage) => Promise<string>
}

/** @throws with the sentence, where it does not hold */
export function demand(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence)
}

import type { Recipe } from './diagnose-recipe.ts'

/** What can go wrong between a message and its signature, by a name that stays. */
export type SignatureCause =
  | 'wrong-key'
  | 'empty-key'
  | 'key-white-space'
  | 'key-case'
  | 'key-quotes'
  | 'key-suffix'
  | 'algorithm'
  | 'sign-included'
  | 'missing-field'
  | 'extra-field'
  | 'unsorted'
  | 'case'
  | 'charset'
  | 'cdata'
  | 'url-encoded'
  | 'html-escaped'
  | 'white-space'
  | 'yuan'

/** One mistake and nothing else. */
export interface Deviation {
  readonly cause: SignatureCause
  /** Which one of its kind: a merchant's number, a field's name, an algorithm. */
  readonly detail: string
  readonly recipe: Partial<Recipe>
}

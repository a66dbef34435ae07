import type { Work } from './work-done.ts'

/** What the parent of a gateway's process may ask of it, and what it is answered. */
export interface Orders {
  readonly followUp: { readonly asks: null; readonly answers: number }
  readonly deliver: { readonly asks: null; readonly answers: number }
  readonly ask: { readonly asks: { readonly merchant: string; readonly orderNo: string }; readonly answers: string }
  readonly forward: { readonly asks: number; readonly answers: null }
  readonly merchant: { readonly asks: string; readonly answers: null }
  readonly key: { readonly asks: string; readonly answers: string }
  /** `tidy`: the garbage goes first, which takes longer than most inputs. */
  readonly state: { readonly asks: { readonly tidy: boolean }; readonly answers: ProcessState }
  readonly close: { readonly asks: null; readonly answers: null }
}

export interface ProcessState {
  /** Resident, in bytes. */
  readonly rss: number
  /** What JavaScript and its buffers hold, in bytes. */
  readonly held: number
  /** Names on the prototype of every object that Node does not put there. */
  readonly polluted: readonly string[]
  readonly work: Work
}

export interface Asked {
  readonly id: number
  readonly order: keyof Orders
  readonly what: unknown
}

/** What the process tells. `log` are lines of its log, in their order with the answers. */
export type Told =
  | { readonly listening: string }
  | { readonly log: string }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failed: string }

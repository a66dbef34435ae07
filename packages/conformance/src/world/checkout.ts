import type { PayCommand, Prompt, Scene } from '@tpkit/core'
import type { Order } from '../bench.ts'
import { LawBroken } from '../demand.ts'

/** What a bench says about paying: which command, and what the payer does with the prompt. */
export interface Checkout {
  readonly command: (order: Order, scenes: readonly Scene[]) => PayCommand
  readonly scan: (prompt: Prompt) => string
}

/** Scenes whose prompt is a text that a payer can be handed; the others need a bench that knows better. */
const PORTABLE = ['native', 'h5', 'page'] as const

/** For a bench that says nothing. */
export const usualCheckout: Checkout = {
  command: (order, scenes) => {
    const scene = PORTABLE.find((each) => scenes.includes(each))
    if (!scene) throw new LawBroken(`bench.command: expected it for a provider of the scenes ${scenes.join(', ')}, found none`)
    return { scene, ...order }
  },
  scan: (prompt) => {
    if (prompt.kind === 'qr') return prompt.text
    if (prompt.kind === 'redirect') return prompt.url
    throw new LawBroken(`bench.scan: expected it for a prompt of kind ${prompt.kind}, found none; say what the payer opens`)
  },
}

import { readFileSync } from 'node:fs'

/** The parts of test-fixtures/qqwallet-vectors.json that this package must reproduce. */
export interface Vectors {
  readonly sign: readonly SignVector[]
  readonly signNegative: readonly { id: string; params: Params; key: string; sign: string; expect: 'accept' | 'reject' }[]
  readonly appLaunchSignature: readonly AppLaunchVector[]
  readonly operatorPassword: readonly { id: string; plain: string; op_user_passwd: string }[]
  readonly requests: readonly Message[]
  readonly responses: readonly Message[]
  readonly notifications: readonly Message[]
  readonly acknowledgements: readonly { id: string; xml?: string; parsed?: Params }[]
}

export type Params = Readonly<Record<string, string>>

export interface SignVector {
  readonly id: string
  readonly signType: string
  readonly key: string
  readonly params: Params
  readonly stringToSign: string
  readonly sign: string
}

export interface AppLaunchVector {
  readonly id: string
  readonly hmacKey?: string
  readonly stringToSign?: string
  readonly sig: string
  readonly sameInputAs?: string
}

export interface Message {
  readonly id: string
  readonly xml?: string
  readonly fields?: Params
  readonly key?: string
  readonly stringToSign?: string
  readonly parseOnly?: boolean
  readonly expect?: { readonly signValid?: boolean; readonly rejected?: string }
}

const file = new URL('../../../test-fixtures/qqwallet-vectors.json', import.meta.url)

export const vectors: Vectors = JSON.parse(readFileSync(file, 'utf8'))

export { fileSettings } from '../system/node.ts'
export type { AccountHandle, Method } from './handles.ts'
export { type OpenOptions, openTpkit, type Tpkit } from './open.ts'
export * from './tokens.ts'

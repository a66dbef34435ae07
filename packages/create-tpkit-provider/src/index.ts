export { type Created, createProvider, type ProviderRequest, type Refused } from './create.ts'
export { type Lang, type Told, told } from './words.ts'

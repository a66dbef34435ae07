export { type AppRequest, type Created, createApp, type Refused } from './create.ts'
export { type Lang, type Told, told } from './words.ts'

export { gotTransport } from './got-transport.ts'
export { zlibUnpack } from './unpack.ts'

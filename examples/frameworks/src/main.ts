/** Starts a shop: `npm start -- express|fastify|hono tpkit.config.yaml 8080` in this folder, beside `npm run sandbox` at the root. */
import { serve } from '@hono/node-server'
import { isTPError, loadTpkit, type Tpkit } from 'tpkit'
import { Books } from './books.ts'
import { expressShop } from './express.ts'
import { fastifyShop } from './fastify.ts'
import { honoShop } from './hono.ts'

const hostname = '127.0.0.1'
type Start = (tpkit: Tpkit, port: number) => unknown

const START = new Map<string, Start>([
  ['express', (tpkit, port) => expressShop(tpkit, new Books()).listen(port, hostname)],
  ['fastify', (tpkit, port) => fastifyShop(tpkit, new Books()).listen({ port, host: hostname })],
  ['hono', (tpkit, port) => serve({ fetch: honoShop(tpkit, new Books()).fetch, port, hostname })],
])

const [framework = '', path = 'tpkit.config.yaml', port = '8080'] = process.argv.slice(2)
const start = START.get(framework)
if (!start) {
  console.error(`expected one of ${[...START.keys()].join(', ')}, found "${framework}"; such as: npm start -- express`)
  process.exit(2)
}
try {
  // A changed line under "methods" is followed; what is refused is a warning, and all stays as it was.
  await start(await loadTpkit(path, { watch: true }), Number(port))
  const [type, order] = ['content-type: application/json', '{"item":"tea"}']
  console.log(`Next: curl http://${hostname}:${port}/orders -H '${type}' -d '${order}'`)
} catch (error) {
  // A configuration that is wrong says what to do; a stack trace would bury it.
  console.error(isTPError(error) ? error.message : error)
  process.exitCode = 1
}

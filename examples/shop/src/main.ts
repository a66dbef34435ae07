/** Starts the shop: `npm start` in this folder, beside `npm run sandbox` at the root. */
import { createServer } from 'node:http'
import { isTPError, loadTpkit, type ReloadOutcome } from 'tpkit'
import { shopListener } from './server.ts'

/** Who watches the shop sees a switch, and a refused one: then all stays as it was. */
function tell(outcome: ReloadOutcome): void {
  if (outcome.kind === 'reloaded') console.log('Reloaded:', JSON.stringify(outcome.value))
  else console.error(`Not reloaded, everything stays as it was: ${outcome.error.message}`)
}

const [path = 'tpkit.config.yaml', port = '8080'] = process.argv.slice(2)
try {
  createServer(shopListener(await loadTpkit(path, { watch: tell }))).listen(Number(port), '127.0.0.1', () => {
    console.log(`The shop listens at http://127.0.0.1:${port}. Next: curl -X POST http://127.0.0.1:${port}/orders`)
    console.log(`It follows ${path}: edit "methods" and the next order goes where it says.`)
  })
} catch (error) {
  // A configuration that is wrong says what to do; a stack trace would bury it.
  console.error(isTPError(error) ? error.message : error)
  process.exitCode = 1
}

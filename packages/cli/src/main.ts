import { processTerminal } from './desk/terminal.ts'
import { runProgram } from './program.ts'

// `tpkit demo | head` closes the pipe early: nobody reads on, and that is no failure worth a stack trace.
process.stderr.on('error', () => undefined)
process.stdout.on('error', (error) => {
  const isClosedPipe = 'code' in error && error.code === 'EPIPE'
  if (!isClosedPipe && !process.listeners('exit').includes(failed)) process.on('exit', failed)
})

/** What was asked for is lost, on a full disk for one: no success. What the command itself found is worse, and stands. */
function failed(): void {
  process.exitCode ||= 1
}

await runProgram(process.argv.slice(2), processTerminal())

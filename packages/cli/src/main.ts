import { processTerminal } from './desk/terminal.ts'
import { runProgram } from './program.ts'

// `tpkit demo | head` closes the pipe early: nobody reads on, and that is no failure worth a stack trace.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

await runProgram(process.argv.slice(2), processTerminal())

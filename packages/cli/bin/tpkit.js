#!/usr/bin/env node
// Plain JavaScript, so that a Node that is too old can still say so. It runs the build, or the sources where there is none.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
const args = process.argv.slice(2)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `tpkit needs Node 22.18 or newer, this is Node ${process.versions.node}: install a newer one, or use npx and npm scripts here.`,
  )
  process.exitCode = 1
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  console.log(JSON.parse(readFileSync(here('../package.json'), 'utf8')).version)
} else if (existsSync(here('../dist/main.js'))) {
  await import('../dist/main.js')
} else {
  await runSources()
}

/** The sources are found by a condition that only a start option can set, so they run in a process of their own. */
async function runSources() {
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, ['--conditions=@tpkit/source', here('../src/main.ts'), ...args], { stdio: 'inherit' })
  // A terminal sends its signals to both; whoever sends one to this process alone means the other.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0)
  })
}

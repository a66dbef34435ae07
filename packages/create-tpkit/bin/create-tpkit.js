#!/usr/bin/env node
// Plain JavaScript, so that a Node that is too old can still say so. It runs the build, or the sources where there is none.
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`create-tpkit needs Node 22.18 or newer, this is Node ${process.versions.node}: install a newer one.`)
  process.exitCode = 1
} else {
  const built = existsSync(new URL('../dist/main.js', import.meta.url))
  const { main } = await import(built ? '../dist/main.js' : '../src/main.ts')
  process.exitCode = await main(process.argv.slice(2), process.env, { stdout: console.log, stderr: console.error })
}

import { defineConfig } from 'vitest/config'

// `dot` says nothing of what is well, and a line for each blank or law that is not.
export default defineConfig({ test: { include: ['src/**/*.test.ts'], reporters: ['dot'] } })

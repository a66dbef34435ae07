/** Writes docs/conformance.md from the laws. A test of the conformance package holds the two against each other. */
import { writeFileSync } from 'node:fs'
import { laws } from '../packages/conformance/src/laws.ts'
import { lawsPage } from '../packages/conformance/src/page.ts'

writeFileSync(new URL('../docs/conformance.md', import.meta.url), lawsPage(laws))

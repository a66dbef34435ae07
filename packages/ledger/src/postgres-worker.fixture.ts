import { inject } from 'vitest'

// Fixtures are also used outside of vitest: they know an environment variable.
process.env.TPKIT_TEST_LEDGERS = inject('ledgers')

import { qqwalletBench } from './qqwallet.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('qqwallet', qqwalletBench)

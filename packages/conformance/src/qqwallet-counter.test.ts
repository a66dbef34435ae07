import { qqCounterBench, qqMiniBench } from './qqwallet.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('qqwallet, mini 小程序', qqMiniBench)
providerSuite('qqwallet, micropay 付款码', qqCounterBench)

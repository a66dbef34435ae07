import { providerSuite } from '../suite.ts'
import { toyCounterBench, toyPageBench, toyPayBench, toySdkBench } from './bench.fixture.ts'

providerSuite('toypay (JSON, HMAC in a header, a link as prompt)', toyPayBench)
providerSuite('toypay at the counter', toyCounterBench)
providerSuite('toypay by signed page (nothing is sent, the order appears on scan)', toyPageBench)
providerSuite('toypay as a wrapped SDK (a TP without a protocol)', toySdkBench)

import { qqServiceProviderBench, qqwalletBench } from './qqwallet.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('qqwallet, native 扫码', qqwalletBench)
providerSuite('qqwallet, service provider 服务商', qqServiceProviderBench)

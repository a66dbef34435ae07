import { alipayBench, alipayServiceProviderBench } from './alipay.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('alipay, native 扫码', alipayBench)
providerSuite('alipay, service provider 服务商', alipayServiceProviderBench)

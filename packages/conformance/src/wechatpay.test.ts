import { providerSuite } from './suite.ts'
import { wechatBench, wechatServiceProviderBench } from './wechatpay.fixture.ts'

providerSuite('wechatpay, native 扫码', wechatBench)
providerSuite('wechatpay, service provider 服务商', wechatServiceProviderBench)

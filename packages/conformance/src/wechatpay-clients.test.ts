import { providerSuite } from './suite.ts'
import { wechatBench } from './wechatpay.fixture.ts'

providerSuite('wechatpay, jsapi 公众号', wechatBench('jsapi'))
providerSuite('wechatpay, app', wechatBench('app'))
providerSuite('wechatpay, h5', wechatBench('h5'))

import { providerSuite } from './suite.ts'
import { wechatSceneBench } from './wechatpay.fixture.ts'

providerSuite('wechatpay, jsapi 公众号', wechatSceneBench('jsapi'))
providerSuite('wechatpay, app', wechatSceneBench('app'))
providerSuite('wechatpay, h5', wechatSceneBench('h5'))

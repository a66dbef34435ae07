import { alipaySceneBench } from './alipay.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('alipay, page 电脑网站', alipaySceneBench('page'))
providerSuite('alipay, h5 手机网站', alipaySceneBench('h5'))
providerSuite('alipay, app', alipaySceneBench('app'))
providerSuite('alipay, jsapi and mini 小程序', alipaySceneBench('jsapi'))

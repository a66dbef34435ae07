import { providerSuite } from './suite.ts'
import { wechatCertificateBench, wechatSceneBench } from './wechatpay.fixture.ts'

providerSuite('wechatpay, micropay 付款码', wechatSceneBench('micropay'))
providerSuite('wechatpay, platform certificates 平台证书', wechatCertificateBench)

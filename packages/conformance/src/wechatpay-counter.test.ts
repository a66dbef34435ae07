import { providerSuite } from './suite.ts'
import { wechatBench, wechatCertificateBench } from './wechatpay.fixture.ts'

providerSuite('wechatpay, micropay 付款码', wechatBench('micropay'))
providerSuite('wechatpay, platform certificates 平台证书', wechatCertificateBench)

import { alipayCertificateBench, alipaySceneBench } from './alipay.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('alipay, micropay 付款码', alipaySceneBench('micropay'))
providerSuite('alipay, certificates and encryption 公钥证书与内容加密', alipayCertificateBench)

import { qqAppBench, qqJsapiBench } from './qqwallet.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('qqwallet, jsapi 公众号', qqJsapiBench)
providerSuite('qqwallet, app', qqAppBench)

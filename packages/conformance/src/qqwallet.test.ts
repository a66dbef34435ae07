import {
  qqAppBench,
  qqCounterBench,
  qqJsapiBench,
  qqMiniBench,
  qqServiceProviderBench,
  qqwalletBench,
} from './qqwallet.fixture.ts'
import { providerSuite } from './suite.ts'

providerSuite('qqwallet, native 扫码', qqwalletBench)
providerSuite('qqwallet, jsapi 公众号', qqJsapiBench)
providerSuite('qqwallet, app', qqAppBench)
providerSuite('qqwallet, mini 小程序', qqMiniBench)
providerSuite('qqwallet, micropay 付款码', qqCounterBench)
providerSuite('qqwallet, service provider 服务商', qqServiceProviderBench)

import type { Cases } from '../trial.ts'
import { api } from './api.ts'
import { apiKeys } from './api-keys.ts'
import { bindForeign } from './bind-foreign.ts'
import { bindOther } from './bind-other.ts'
import { hook } from './hook.ts'
import { hookSlow } from './hook-slow.ts'
import { money } from './money.ts'
import { ops } from './ops.ts'
import { certificateStarts, opsCertificates } from './ops-certificates.ts'
import { parseFiles } from './parse-files.ts'
import { parseHttp } from './parse-http.ts'
import { parseNames } from './parse-names.ts'
import { parsePatterns } from './parse-patterns.ts'
import { parseXml } from './parse-xml.ts'
import { plugin } from './plugin.ts'
import { raceEarly } from './race-early.ts'
import { raceKeys } from './race-keys.ts'
import { raceLost } from './race-lost.ts'
import { racePower } from './race-power.ts'
import { raceRefunds } from './race-refunds.ts'
import { raceRepeats } from './race-repeats.ts'
import { signAlipay } from './sign-alipay.ts'
import { signAnswers } from './sign-answers.ts'
import { signAny } from './sign-any.ts'
import { signQQ } from './sign-qq.ts'
import { keyStarts, signStart } from './sign-start.ts'
import { signWeChat } from './sign-wechat.ts'
import { ssrfAddresses } from './ssrf-addresses.ts'
import { ssrfWays } from './ssrf-ways.ts'
import type { Starts } from './start.ts'

/** How each line of test-fixtures/abuse is sent and judged. */
export const CASES: Cases = {
  ...{ ...signQQ, ...signWeChat, ...signAlipay, ...signAny, ...signAnswers, ...signStart },
  ...{ ...bindForeign, ...bindOther },
  ...{ ...raceRepeats, ...raceEarly, ...raceRefunds, ...raceKeys, ...raceLost, ...racePower },
  ...{ ...money, ...parseXml, ...parseNames, ...parseHttp, ...parseFiles, ...parsePatterns },
  ...{ ...ssrfAddresses, ...ssrfWays, ...hook, ...hookSlow, ...plugin, ...api, ...apiKeys, ...ops, ...opsCertificates },
}

/** What takes so long that it is begun with the run, beside the other cases. */
export const STARTS: Readonly<Record<string, Starts>> = { A006: keyStarts, A088: certificateStarts }

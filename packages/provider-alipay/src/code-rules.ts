import { CODES, type CodeRule, UNLISTED } from './codes.ts'
import type { Call } from './endpoints.ts'

/** 网关返回码 under which the gateway refused before it passed anything on to orders. */
const BEFORE_ORDERS: readonly string[] = ['40001', '40002', '40003', '40006']
/** 服务不可用: how far it got is not known, whatever stands beside it. */
const NOT_AVAILABLE = '20000'

const FAMILIES: readonly string[] = CODES.flatMap(({ code }) => (code.endsWith('*') ? [code.slice(0, -1)] : []))
const KNOWN: ReadonlySet<string> = new Set(CODES.map(({ code }) => code))
const RULES: ReadonlyMap<string, CodeRule> = new Map(
  CODES.flatMap((rule) => (rule.on === 'any' ? [''] : rule.on).map((call) => [`${call} ${rule.code}`, rule])),
)

/**
 * A code as the table spells it; one that is not in the table as it came. The pages themselves have `AQC.SYSTEM_ERROR`,
 * `aop.ACQ.SYSTEM_ERROR`, and codes without their prefix.
 */
export function spelled(code: string): string {
  const bare = code.replace(/^aop\.(?=ACQ\.)/, '').replace(/^AQC\./, 'ACQ.')
  return [bare, `ACQ.${bare}`, `isv.${bare}`].find((spelling) => KNOWN.has(spelling)) ?? code
}

/** The rule for a sub code that answered a call under a code of the gateway. */
export function ruleFor(call: Call, gatewayCode: string, subCode: string): Omit<CodeRule, 'code'> {
  const rule = ruleOf(call, subCode)
  if (gatewayCode !== NOT_AVAILABLE || rule.judgement === 'unknown') return rule
  return ruleOf(call, 'isp.unknow-error')
}

/** Whether an unsigned refusal may be believed: said by the gateway, of what it looks at before any order. */
export function isDecided({ decided }: Pick<CodeRule, 'decided'>, gatewayCode: string): boolean {
  return decided === true && BEFORE_ORDERS.includes(gatewayCode)
}

function ruleOf(call: Call, subCode: string): Omit<CodeRule, 'code'> {
  const family = FAMILIES.find((begin) => subCode.startsWith(begin))
  const code = family === undefined || KNOWN.has(subCode) ? subCode : `${family}*`
  return RULES.get(`${call} ${code}`) ?? RULES.get(` ${code}`) ?? UNLISTED
}

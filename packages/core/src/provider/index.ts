/* For authors of provider plugins: what most protocols need beside the contract. */
export {
  checkInstant,
  checkIpv4,
  checkNotifyUrl,
  checkOneOf,
  checkSubject,
  checkText,
  given,
  invalid,
  isIpv6,
  type TextRule,
} from './checks.ts'
export { type Choice, choice, type Decided, type DoubtTable, decideDoubts, type Whole, whole } from './doubts.ts'

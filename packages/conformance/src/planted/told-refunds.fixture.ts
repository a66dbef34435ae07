import type { Fact } from '@tpkit/core'
import type { WeChatPayAbility, WeChatPayScene } from '@tpkit/provider-wechatpay'
import type { Bench } from '../bench.ts'
import { wechatBench } from '../wechatpay.fixture.ts'
import type { Plant } from './plant.fixture.ts'

/** A bug in what only some wallets tell of: planted where one does. */
export interface ToldPlant extends Pick<Plant, 'mistake' | 'law' | 'says'> {
  readonly plant: () => Bench<WeChatPayScene, WeChatPayAbility>
}

/** How a refund ended, which WeChat Pay tells and the others do not. */
export const toldRefundPlants: readonly ToldPlant[] = [
  {
    mistake: "takes the wallet's number of a refund for ours",
    law: 'genuine-refund-notify-binds',
    says: /the fact to bind to the refund that it is about, found .*outRefundNo/s,
    plant: () => onNotify((fact) => (fact.kind === 'refund' ? { ...fact, outRefundNo: fact.refundId ?? '' } : fact)),
  },
  {
    mistake: 'looks for an application in the notify of a refund, and writes an empty one',
    law: 'genuine-refund-notify-binds',
    says: /the fact to bind to the refund that it is about, found .*appId/s,
    plant: () =>
      onNotify((fact) => (fact.kind === 'refund' && fact.payee ? { ...fact, payee: { ...fact.payee, appId: '' } } : fact)),
  },
]

function onNotify(change: (fact: Fact) => Fact): Bench<WeChatPayScene, WeChatPayAbility> {
  const bench = wechatBench()
  if ('tp' in bench.account) throw new Error('expected a protocol to plant into')
  const { protocol } = bench.account
  return {
    ...bench,
    account: {
      ...bench.account,
      protocol: {
        ...protocol,
        *notify(received, at) {
          const notice = yield* protocol.notify(received, at)
          return { ...notice, facts: notice.facts.map(change) }
        },
      },
    },
  }
}

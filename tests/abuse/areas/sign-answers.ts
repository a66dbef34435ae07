import { parseFaults } from '@tpkit/sandbox'
import type { Cases, Trial } from '../trial.ts'
import { shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'

const FAULTS = ['unsigned-answer', 'broken-signature', 'other-key-answer'] as const

/** Runs while the wallet's answers are spoilt so. */
async function spoilt<Result>({ world }: Trial, name: WalletName, fault: string, work: () => Promise<Result>): Promise<Result> {
  const { faults } = world.stand(name).wallet
  faults.arm(parseFaults(fault, faults.catalogue))
  try {
    return await work()
  } finally {
    faults.arm([])
  }
}

export const signAnswers: Cases = {
  A022: async (trial) => {
    for (const name of WALLETS) {
      for (const fault of FAULTS) {
        await pays(trial, name, fault)
        await asks(trial, name, fault)
        await refunds(trial, name, fault)
      }
    }
  },
}

async function pays(trial: Trial, name: WalletName, fault: string): Promise<void> {
  const orderNo = trial.shop.orderNo()
  await trial.bad(`${name}: pay, ${fault}`, async () => {
    const answer = await spoilt(trial, name, `${fault}@pay`, () => trial.shop.order(name, { orderNo }))
    const { status, prompt, attempts } = JSON.parse(answer.body)
    const isUnknown = answer.status === 202 && status === 'open' && prompt === undefined && attempts[0].unknown === true
    return isUnknown ? undefined : `expected an unknown outcome, found ${shortly(answer)}`
  })
  await trial.twin(`${name}: the same call, answered as the wallet does`, async () => {
    const answer = await trial.shop.order(name, { orderNo })
    return answer.status === 201 ? undefined : `expected a prompt, found ${shortly(answer)}`
  })
}

async function asks(trial: Trial, name: WalletName, fault: string): Promise<void> {
  const { orderNo } = await trial.shop.sell(name)
  const ask = () => trial.world.gateway().ask('ask', { merchant: 'main', orderNo })
  await trial.bad(`${name}: query, ${fault}`, async () => {
    const status = await spoilt(trial, name, `${fault}@query`, ask)
    return status === 'open' ? undefined : `expected it open, found ${status}`
  })
  await trial.twin(`${name}: the same question, answered as the wallet does`, async () => {
    const status = await ask()
    return status === 'paid' ? undefined : `expected it paid, found ${status}`
  })
}

async function refunds(trial: Trial, name: WalletName, fault: string): Promise<void> {
  const sold = await trial.shop.sellAndHear(name)
  const refundNo = `R-${sold.orderNo}`
  await trial.bad(`${name}: refund, ${fault}`, async () => {
    const answer = await spoilt(trial, name, `${fault}@refund`, () => trial.shop.refund(sold, refundNo, 1000))
    const { status, unknown } = JSON.parse(answer.body)
    const isUnknown = answer.status === 202 && status === 'processing' && unknown === true
    return isUnknown ? undefined : `expected an unknown outcome, found ${shortly(answer)}`
  })
  await trial.twin(`${name}: the same refund, answered as the wallet does`, async () => {
    const answer = await trial.shop.refund(sold, refundNo, 1000)
    if (answer.status !== 201) return `expected it accepted, found ${shortly(answer)}`
    const { outTradeNo } = await trial.shop.standing(sold).attempt()
    const booked = sold.stand.wallet.books(trial.world.clock.now()).find((order) => order.outTradeNo === outTradeNo)
    return booked?.refunds.length === 1 ? undefined : `expected one refund at the wallet, found ${booked?.refunds.length}`
  })
}

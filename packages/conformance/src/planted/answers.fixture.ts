import { healed, isBare, isBareAbsence, isImpostors, renamed } from './belief.fixture.ts'
import { onProtocol, type Plant, rewired } from './plant.fixture.ts'

/** Which answers are believed without proof, or taken for answers to another question. */
export const answerPlants: readonly Plant[] = [
  {
    mistake: 'verifies an answer only where it carries a signature',
    law: 'changed-answer-proves-nothing',
    says: /doubt about the answer to query with .*(emptied|taken away)/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        query: (ref, at) => rewired(protocol.query(ref, at), { answer: (response) => healed(bench, response, isBare) }),
      })),
  },
  {
    mistake: 'believes a success of refund without a signature',
    law: 'changed-answer-proves-nothing',
    says: /doubt about the answer to refund with .*(emptied|taken away)/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        refund: (command, at) => rewired(protocol.refund(command, at), { answer: (response) => healed(bench, response, isBare) }),
      })),
  },
  {
    mistake: 'does not compare what it asked for with what was answered',
    law: 'answer-to-another-question',
    says: /query not to believe the answer to another question/,
    plant: (bench) => {
      const { outTradeNo, transactionId } = bench.inside.names
      return onProtocol(bench, (protocol) => ({
        query: (ref, at) => {
          const asked = { [outTradeNo]: ref.outTradeNo, [transactionId]: ref.transactionId }
          return rewired(protocol.query(ref, at), { answer: (response) => ({ ...response, ...renamed(bench, response, asked) }) })
        },
      }))
    },
  },
  {
    mistake: 'takes the first refund of an answer for its own',
    law: 'answer-to-another-question',
    says: /queryRefund not to believe the answer to another question/,
    plant: (bench) => {
      const { outRefundNo } = bench.inside.names
      return onProtocol(bench, (protocol) => ({
        queryRefund: (ref, at) => {
          const asked = { [outRefundNo]: ref.outRefundNo }
          return rewired(protocol.queryRefund(ref, at), {
            answer: (response) => ({ ...response, ...renamed(bench, response, asked) }),
          })
        },
      }))
    },
  },
  {
    mistake: 'believes "no such order" without a signature',
    law: 'changed-answer-proves-nothing',
    says: /doubt about the answer to query of a number that was never sent with .*(emptied|taken away)/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        query: (ref, at) => rewired(protocol.query(ref, at), { answer: (response) => healed(bench, response, isBareAbsence) }),
      })),
  },
  {
    mistake: 'does not look whose order an answer is about',
    law: 'foreign-answer-does-not-bind',
    also: ['foreign-faults-do-not-bind'],
    says: /query to refuse the stranger's answer, or to give a fact that does not bind/,
    plant: (bench) => {
      const own = { [bench.inside.names.mchId]: bench.account.protocol.payee.mchId }
      return onProtocol(bench, (protocol) => ({
        query: (ref, at) =>
          rewired(protocol.query(ref, at), { answer: (response) => ({ ...response, ...renamed(bench, response, own) }) }),
      }))
    },
  },
  {
    mistake: 'does not look whose prompt it was given',
    law: 'foreign-answer-does-not-bind',
    says: /pay to refuse an answer that names the stranger/,
    plant: (bench) => {
      const own = { [bench.inside.names.mchId]: bench.account.protocol.payee.mchId }
      return onProtocol(bench, (protocol) => ({
        pay: (command, at) =>
          rewired(protocol.pay(command, at), { answer: (response) => ({ ...response, ...renamed(bench, response, own) }) }),
      }))
    },
  },
  {
    mistake: 'has the key of the test wallet in its list of keys: answers',
    law: 'another-key-proves-nothing',
    says: /no belief in an answer to query that another key signed/,
    plant: (bench) =>
      onProtocol(bench, (protocol) => ({
        query: (ref, at) => rewired(protocol.query(ref, at), { answer: (response) => healed(bench, response, isImpostors) }),
      })),
  },
]

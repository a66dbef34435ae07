import type { AttemptRef } from '../contract/command.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { AbilityVerbs, TP, Verbs } from '../contract/tp.ts'
import { checkPay, checkRef, checkRefund, checkStatement } from './check-command.ts'
import { type AnyProtocol, Driver, type TPOptions } from './driver.ts'
import { quietly } from './quiet.ts'

export type { TPOptions } from './driver.ts'

/**
 * Joins a protocol with the world: one merchant account at one wallet.
 * Everything that every provider needs is here once: limits, recording, trust, and the verdict on what an answer proves.
 */
export function createTP<S extends Scene, A extends Ability = never>(options: TPOptions<S, A>): TP<S, A> {
  // S and A guard callers at compile time. Inside, one shape serves all: checkPay and the manifest guard the same at run time.
  const protocol = options.protocol as unknown as AnyProtocol
  const driver = new Driver(options, protocol)
  const tp = { manifest: protocol.manifest, payee: protocol.payee, ...verbs(driver, protocol), ...abilities(driver, protocol) }
  return tp as unknown as TP<S, A> // for the reason above
}

function verbs(driver: Driver, protocol: AnyProtocol): Verbs<Scene> {
  const { manifest } = protocol
  return {
    pay: (command, call) =>
      driver.write('pay', call, (at) => {
        checkPay(command, manifest, at.nowMs)
        return protocol.pay(command, at)
      }),
    query: (ref, call) =>
      driver.read('query', call, quietly(checked(protocol, protocol.query, ref), ref?.sentAt, manifest.timing.quietMs)),
    refund: (command, call) =>
      driver.write('refund', call, (at) => {
        checkRefund(command, manifest.limits, at.nowMs)
        return protocol.refund(command, at)
      }),
    notify: (received) =>
      driver.read('notify', undefined, (at) => {
        driver.checkSize(received)
        return protocol.notify(received, at)
      }),
    acknowledge: (acknowledgement) => protocol.acknowledge(acknowledgement),
  }
}

function abilities(driver: Driver, protocol: AnyProtocol): Partial<AbilityVerbs> {
  const { close, reverse, queryRefund, statement, trust, probe, verifyReturn } = protocol
  const { quietMs } = protocol.manifest.timing
  return {
    ...(close && { close: (ref, call) => driver.write('close', call, checked(protocol, close, ref)) }),
    ...(reverse && { reverse: (ref, call) => driver.write('reverse', call, checked(protocol, reverse, ref)) }),
    ...(queryRefund && {
      queryRefund: (ref, call) =>
        driver.read('queryRefund', call, quietly(checked(protocol, queryRefund, ref), ref?.refundSentAt, quietMs)),
    }),
    ...(statement && {
      statement: (query, call) =>
        driver.statement(call, (at) => {
          checkStatement(query, protocol.manifest.timing, at.nowMs)
          return statement(query, at)
        }),
    }),
    ...(trust && { trust: () => driver.trust.refresh() }),
    ...(probe && { probe: (call) => driver.read('probe', call, probe) }),
    ...(verifyReturn && { verifyReturn: (query) => driver.read('verifyReturn', undefined, (at) => verifyReturn(query, at)) }),
  } satisfies Partial<AbilityVerbs>
}

function checked<Ref extends AttemptRef, At, Started>(
  { manifest }: AnyProtocol,
  start: (ref: Ref, at: At) => Started,
  ref: Ref,
): (at: At) => Started {
  return (at) => {
    checkRef(ref, manifest.limits)
    return start(ref, at)
  }
}

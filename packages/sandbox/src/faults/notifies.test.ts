import type { Delivery } from '@tpkit/core'
import { expect, test } from 'vitest'
import { faultBox } from './box.ts'
import type { SandboxFault } from './fault.ts'
import { faultyNotifies } from './notifies.ts'

const NEW_FAULT: SandboxFault = {
  name: 'notify-torn-otherwise',
  at: 'notify',
  stage: 'after',
  effect: 'forged',
  title: { en: 'a fault that nobody has written yet', zh: '尚未实现的故障' },
}

test('a fault that is in the catalogue and does nothing yet spoils no notify, and does not count', () => {
  const notify: Delivery = { id: 'n-1', url: 'http://127.0.0.1:9/', headers: [], body: new Uint8Array([1, 2, 3, 4]), attempt: 1 }
  const box = faultBox([NEW_FAULT], 'a seed', [{ fault: NEW_FAULT.name }])
  const line = faultyNotifies<string>({
    box,
    dialect: { open: () => undefined, seal: () => notify, message: {}, isAcknowledged: () => true },
    due: () => [notify],
    delivered: () => {},
    about: () => ({ outTradeNo: undefined, also: [] }),
  })
  expect(line.due(0)).toEqual([{ delivery: notify, faults: [] }])
  expect(box.trace()).toEqual([])
})

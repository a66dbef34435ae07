import { connect } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { MERCHANT, signedXml } from '../qqwallet/asking.fixture.ts'
import { call, sandboxFor } from './http.fixture.ts'
import { startSandbox } from './sandbox.ts'

const UNIFIED = '/cgi-bin/pay/qpay_unified_order.cgi'
const order = { method: 'POST', body: signedXml('order', {}) }

const HANG_MS = 612_345

/** Whether the timer of the answer that hangs was made, and whether it was ended. */
function watchTimer(): { readonly made: () => boolean; readonly ended: () => boolean } {
  const [make, end] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')]
  onTestFinished(() => void vi.restoreAllMocks())
  const index = (): number => make.mock.calls.findIndex(([, ms]) => ms === HANG_MS)
  const timer = (): unknown => make.mock.results[index()]?.value
  return { made: () => index() >= 0, ended: () => end.mock.calls.some(([ended]) => ended !== undefined && ended === timer()) }
}

describe('a call that gets no answer', () => {
  test.each([
    ['that did nothing', 'drop-before', []],
    ['that was done', 'drop-after', [{ outTradeNo: 'T-1' }]],
  ])('ends the connection, %s', async (_, fault, books) => {
    const { url, controlUrl } = await sandboxFor({ qqwallet: MERCHANT, faults: [{ fault, times: 1 }] })
    await expect(call(url + UNIFIED, order)).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect(JSON.parse((await call(`${controlUrl}/books`)).text)).toMatchObject(books)
    expect(await call(url + UNIFIED, order)).toMatchObject({ status: 200 })
  })
})

describe('a late answer', () => {
  test('comes when its time has come', async () => {
    const { url } = await sandboxFor({ qqwallet: MERCHANT, faults: [{ fault: 'slow', value: 80 }] })
    const startedAt = performance.now()
    expect(await call(url + UNIFIED, order)).toMatchObject({ status: 200 })
    expect(performance.now() - startedAt).toBeGreaterThan(75)
  })

  test('does not keep the sandbox from closing, and leaves no timer', { timeout: 5000 }, async () => {
    const sandbox = await startSandbox({ qqwallet: MERCHANT, faults: [{ fault: 'hang', value: HANG_MS }] })
    const timer = watchTimer()
    const ended = expect(call(sandbox.url + UNIFIED, order)).rejects.toThrow()
    await vi.waitFor(() => expect(timer.made()).toBe(true))
    await sandbox.close()
    await ended
    await vi.waitFor(() => expect(timer.ended()).toBe(true))
  })

  test('is not kept for a caller who went away, though it was done', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT, faults: [{ fault: 'hang', value: HANG_MS }] })
    const timer = watchTimer()
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    socket.write(`POST ${UNIFIED} HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(order.body)}\r\n\r\n${order.body}`)
    await vi.waitFor(() => expect(timer.made()).toBe(true))
    expect((await call(`${sandbox.controlUrl}/books`)).text).toContain('T-1')
    expect(timer.ended()).toBe(false)
    socket.destroy()
    await vi.waitFor(() => expect(timer.ended()).toBe(true))
  })
})

test('what a browser asks for by itself is no message to the wallet', async () => {
  const { url, controlUrl } = await sandboxFor()
  expect(await call(`${url}/favicon.ico`)).toMatchObject({ status: 404 })
  expect(JSON.parse((await call(`${controlUrl}/exchanges`)).text)).toEqual([])
})

import type { WalletStand } from '../world/wallets.ts'

/** Refunds that were asked for at a wallet so far. */
export function refundCalls({ door, mutualDoor }: WalletStand): number {
  const calls = door === mutualDoor ? door.calls : [...door.calls, ...mutualDoor.calls]
  return calls.filter(
    ({ path, body, method }) =>
      method === 'POST' &&
      /refund/.test(`${path} ${Buffer.from(body).toString()}`) &&
      !/query/.test(`${path} ${Buffer.from(body)}`),
  ).length
}

import type { NotifyInspection } from '@tpkit/core'
import { type AccountHandle, isTPError, type Notice, type Received, type TPError } from 'tpkit'

/** What can be said of a notify that an account got, or may have got. */
export interface Judgement {
  /** What `notify`, which decides for money, says. */
  readonly genuine: boolean
  readonly notice?: Notice
  /** Why it was not taken. */
  readonly refusal?: TPError
  /** Absent where the provider explains nothing. */
  readonly inspection?: NotifyInspection
}

/** Reads a notify as a shop would, and has it explained. */
export async function judge(account: AccountHandle, received: Received): Promise<Judgement> {
  const inspection = inspected(account, received)
  const explained = inspection && { inspection }
  try {
    return { genuine: true, notice: await account.notify(received), ...explained }
  } catch (error) {
    if (!isTPError(error)) throw error
    // A genuine message can be one that cannot be read: the signature is its own question.
    return { genuine: error.code !== 'UNVERIFIED' && inspection?.genuine === true, refusal: error, ...explained }
  }
}

function inspected(account: AccountHandle, received: Received): NotifyInspection | undefined {
  try {
    return account.inspect(received)
  } catch (error) {
    if (isTPError(error) && error.code === 'UNSUPPORTED') return undefined
    throw error
  }
}

import { isTPError } from 'tpkit'
import { remarked } from '../desk/remark.ts'

/** A write throws for what was found before anything was sent; afterwards it answers. `lead` says so of its number. */
export async function beforeSending<Done>(lead: string, work: Promise<Done>): Promise<Done> {
  try {
    return await work
  } catch (error) {
    throw isTPError(error) ? remarked(error, { unsent: true, lead }) : error
  }
}

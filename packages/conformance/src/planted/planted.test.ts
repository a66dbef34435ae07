import { describe, expect, it } from 'vitest'
import { laws } from '../laws.ts'
import { PLANTS } from './plants.fixture.ts'
import { toldRefundPlants } from './told-refunds.fixture.ts'

describe('every law can be broken', () => {
  it('by at least one planted bug', () => {
    const plants = [...Object.values(PLANTS).flat(), ...toldRefundPlants]
    const unbroken = laws.map(({ name }) => name).filter((name) => !plants.some(({ law }) => law === name))
    expect(unbroken).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { laws } from '../laws.ts'
import { doingPlants, readingPlants } from './plants.fixture.ts'
import { tryPlants } from './try-plants.fixture.ts'

describe('every law can be broken', () => {
  it('by at least one planted bug', () => {
    const plants = [...readingPlants, ...doingPlants]
    const unbroken = laws.map(({ name }) => name).filter((name) => !plants.some(({ law }) => law === name))
    expect(unbroken).toEqual([])
  })
})

tryPlants(readingPlants)

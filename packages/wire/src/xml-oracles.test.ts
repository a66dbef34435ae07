import { isTPError } from '@tpkit/core/errors'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from './fields.ts'
import { type Sample, sample, spoilt } from './xml-documents.fixture.ts'
import { viaFastXmlParser, viaParseXml, viaSaxes } from './xml-oracles.fixture.ts'
import { readXml } from './xml-reader.ts'

/** Fixed, so that a run repeats; fast-check prints it with the smallest document that fails. */
const seed = 20_261_123
const DOCUMENTS = 20_000
const BLANK_REFERENCE_BETWEEN = />[ \t\r\n]*&#/

/** The fields, or undefined where the reader refuses; any error but a refusal passes on. */
function attempt(message: string | Uint8Array): Fields | undefined {
  try {
    return readXml(message)
  } catch (error) {
    if (isTPError(error) && error.code === 'MALFORMED') return undefined
    throw error
  }
}

test('every document of the dialect is accepted and read as it was meant', () => {
  const check = ({ xml, fields }: Sample) => {
    expect(readXml(xml)).toEqual(fields)
  }
  fc.assert(fc.property(sample, check), { numRuns: 5_000, seed })
})

test('what the reader accepts, three other readers read equally; what the strict one refuses, it refuses', () => {
  let accepted = 0
  const check = (xml: string) => {
    const found = attempt(xml)
    if (found) accepted += 1
    if (found || !BLANK_REFERENCE_BETWEEN.test(xml)) expect(viaSaxes(xml)).toEqual(found)
    if (found) expect([viaFastXmlParser(xml), viaParseXml(xml)]).toEqual([found, found])
  }
  fc.assert(fc.property(spoilt, check), { numRuns: DOCUMENTS, seed })
  expect(accepted, 'a healthy share is accepted').toBeGreaterThan(DOCUMENTS * 0.2)
  expect(accepted, 'a healthy share is refused').toBeLessThan(DOCUMENTS * 0.8)
})

test('bytes are read as the text that they encode, and refused where they encode none', () => {
  let decoded = 0
  const check = (xml: string, at: number, byte: number) => {
    const bytes = Buffer.from(xml)
    bytes[at % Math.max(1, bytes.length)] = byte
    const text = bytes.toString()
    const whole = Buffer.from(text).equals(bytes)
    if (whole) decoded += 1
    expect(attempt(bytes)).toEqual(whole ? attempt(text) : undefined)
  }
  fc.assert(fc.property(spoilt, fc.nat(200), fc.nat(255), check), { numRuns: 5_000, seed })
  expect(decoded).toBeGreaterThan(1_000)
  expect(decoded).toBeLessThan(4_000)
})

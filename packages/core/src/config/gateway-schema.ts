import { isIP } from 'node:net'
import { z } from 'zod'
import { rotatingSecretField } from './fields.ts'

/* What the gateway reads of the configuration: where it listens, whom it believes, and what is too much. Core only reads it. */

const LISTEN = /^(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+):(\d{1,5})$/
const MOST_PORT = 65_535
const LONGEST_DELAY_S = 30

const listen = z
  .string()
  .regex(LISTEN, 'expected host:port, such as 127.0.0.1:8080 or [::1]:8080')
  .refine((text) => Number(LISTEN.exec(text)?.[1]) <= MOST_PORT, 'expected a port up to 65535; 0 takes a free one')
  .describe('Where it listens (监听地址), host:port; 0 takes a free port. Default: 127.0.0.1:8080. A change wants a restart.')

const publicUrl = z
  .string()
  .regex(
    /^https?:\/\/[^/?#@\s]+\/?$/,
    'expected an address such as https://pay.example.com, without user, password, path or query; the gateway answers at the top of a name of its own',
  )
  .describe('What wallets and apps reach it by (公网地址), without a path. https in production.')

const range = z
  .string()
  .refine(
    isRange,
    'expected a range of addresses such as 10.0.0.0/8 or fd00::/8; one machine is 10.0.0.7/32, and /0, which is everybody, is refused',
  )

/** As CIDR writes it; a zone belongs to one machine's cards and to no range. */
function isRange(text: string): boolean {
  const [, address = '', length = ''] = /^([0-9A-Fa-f:.]+)\/(\d{1,3})$/.exec(text) ?? []
  const most = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  return Number(length) >= 1 && Number(length) <= most
}

const upTo = (most: number) =>
  z.int('expected a whole number').min(1, 'expected at least 1').max(most, `expected at most ${most}`).optional()

const limits = z
  .strictObject({
    bodyBytes: z
      .int('expected a whole number')
      .min(1024, 'expected at least 1024 bytes: a notify has so many')
      .max(1_048_576, 'expected at most 1048576 bytes, one MiB')
      .optional()
      .describe('Largest body of a request, in bytes (请求体). Default: 65536.'),
    requestSeconds: upTo(300).describe(
      'In which a request has to arrive, from its first byte to its last (请求时限); its answer may take longer. Default: 30.',
    ),
    perKeyPerMinute: upTo(1_000_000).describe(
      'Requests a minute and API key (限流), unless its merchant has a number of its own. Default: 600.',
    ),
    perAddressPerMinute: upTo(1_000_000).describe('Requests a minute and address (限流). Default: 1200.'),
    queue: upTo(100_000).describe('Calls that wait for the ledger at one time (排队); beyond it 503. Default: 1000.'),
  })
  .describe('What is too much (限制).')

export const gatewaySchema = z
  .strictObject({
    listen: listen.optional(),
    publicUrl: publicUrl.optional(),
    trustedProxies: z
      .array(range)
      .optional()
      .describe('Ranges of addresses (CIDR) of proxies (反向代理) whose X-Forwarded-* are believed. Default: none.'),
    sealKeys: rotatingSecretField(32)
      .optional()
      .describe(
        'Under which secrets are sealed in the ledger (封存密钥), by reference: at least 32 characters. The first one seals, all open: a list is a rotation. Required in production.',
      ),
    drainDelaySeconds: z
      .int('expected a whole number')
      .min(0, 'expected at least 0')
      .max(LONGEST_DELAY_S, `expected at most ${LONGEST_DELAY_S}`)
      .optional()
      .describe(
        'While it is being stopped, how long it goes on before it accepts no connection any more (停机前等待), so that a balancer (负载均衡) sees /readyz say so. Default: 0; behind a balancer about 5.',
      ),
    limits: limits.optional(),
  })
  .describe('The HTTP service (网关) around the cashier.')

export type GatewayEntry = z.infer<typeof gatewaySchema>

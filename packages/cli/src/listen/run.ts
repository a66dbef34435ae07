import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tpError } from '@tpkit/core'
import { type AccountHandle, type HttpAnswer, isTPError, type Received, receive, respond, type Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import { messageOf } from '../desk/message.ts'
import { withTpkit } from '../desk/open-tpkit.ts'
import { localTime } from '../desk/time.ts'
import { visible } from '../desk/visible.ts'
import { factJson, isoTime } from '../order/json.ts'
import { judge } from '../verify/judge.ts'
import { tellJudgement } from '../verify/lines.ts'
import { WORDS } from './words.ts'

export interface ListenOptions {
  readonly config: string
  readonly port: number
  readonly host: string
  readonly account?: string
  readonly acknowledge: 'later' | 'accepted' | 'refused'
  readonly once?: boolean
}

/** Prints what the wallet sends, until it is told to end. */
export function runListen(desk: Desk, options: ListenOptions): Promise<ExitCode> {
  return withTpkit(desk, options.config, (tpkit) =>
    interruptible(desk.terminal, async (signal) => {
      const words = WORDS[desk.lang]
      const { account } = options
      if (account !== undefined) tpkit.account(account) // throws where there is none
      let end = (): void => undefined
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      signal.addEventListener('abort', end)
      const ear: Ear = { desk, tpkit, options, seen: new Map(), heard: () => options.once && end() }
      const server = createServer({ requestTimeout: 30_000 }, (request, response) => void hear(ear, request, response))
      await listening(server, desk, options)
      tellStart(ear, server)
      await ended
      await shut(server)
      desk.next(ear.seen.size > 0 ? words.ended : words.endedEmpty)
      return EXIT.done
    }),
  )
}

interface Ear {
  readonly desk: Desk
  readonly tpkit: Tpkit
  readonly options: ListenOptions
  /** How often each notice came. */
  readonly seen: Map<string, number>
  readonly heard: () => unknown
}

function listening(server: Server, { lang }: Desk, { port, host }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const isTaken = 'code' in error && error.code === 'EADDRINUSE'
      reject(tpError('INVALID', isTaken ? WORDS[lang].taken(port) : WORDS[lang].host(host)))
    })
    server.listen(port, host, resolve)
  })
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
}

function tellStart({ desk, tpkit, options }: Ear, server: Server): void {
  const words = WORDS[desk.lang]
  const { address, port, family } = server.address() as AddressInfo // a server that listens on a port
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
  desk.answer({ listening: url, accounts: tpkit.accounts, acknowledge: options.acknowledge })
  desk.say(words.listening(url))
  desk.say(words.accounts(tpkit.accounts))
  if (!/^(?:127\.|::1$)/.test(address)) desk.say(`${desk.paint('yellow', '!')} ${words.open}`)
  desk.say(words[options.acknowledge])
  desk.next(words.start)
}

async function hear(ear: Ear, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { desk, tpkit, options } = ear
  const [path = ''] = (request.url ?? '').split('?')
  const name = options.account ?? tpkit.accounts.find((one) => path === `/notify/${one}`)
  if (name === undefined) return turnAway(ear, path, request, response)
  try {
    respond(response, await tellNotify(ear, tpkit.account(name), await receive(request)))
  } catch (error) {
    const isLarge = isTPError(error) && error.code === 'LIMIT'
    const message = isLarge ? WORDS[desk.lang].tooLarge : messageOf(error)
    desk.answer({ account: name, error: { code: isLarge ? 'LIMIT' : 'INTERNAL', message } })
    desk.say(visible(message))
    respond(response, plainAnswer(isLarge ? 413 : 500))
  }
  ear.heard()
}

function turnAway({ desk }: Ear, path: string, request: IncomingMessage, response: ServerResponse): void {
  const shown = JSON.stringify(path.slice(0, 80))
  desk.answer({ path: path.slice(0, 80), status: 404 })
  desk.say(`\n${desk.paint('yellow', '!')} ${WORDS[desk.lang].nobody(visible(shown))}`)
  request.resume()
  respond(response, plainAnswer(404))
}

function plainAnswer(status: number): HttpAnswer {
  return { status, headers: [['content-type', 'text/plain']], body: '' }
}

/** Prints one notify; answers what its wallet is told. */
async function tellNotify({ desk, options, seen }: Ear, account: AccountHandle, received: Received): Promise<HttpAnswer> {
  const words = WORDS[desk.lang]
  const judgement = await judge(account, received)
  const { genuine, notice, refusal, inspection } = judgement
  // A digest: whoever can reach this address can send as much as they like.
  const key = `${account.name} ${notice?.id ?? hash('sha256', received.body)}`
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  const answer = genuine ? options.acknowledge : 'refused'
  const now = desk.terminal.nowMs()
  desk.answer({
    at: isoTime(now),
    account: account.name,
    genuine,
    count,
    acknowledged: answer,
    ...(notice && { notice: { id: notice.id, facts: notice.facts.map(factJson) } }),
    ...(refusal && { refusal: { code: refusal.code, message: refusal.message } }),
    ...(inspection && !genuine && { inspection }),
  })
  desk.say(`\n${desk.paint('bold', account.name)}  ${localTime(now)}${count > 1 ? `  (${words.again(count)})` : ''}`)
  tellJudgement(desk, judgement)
  desk.say(`\n${words.answered(words.answers[answer])}`)
  return account.acknowledge(answer)
}

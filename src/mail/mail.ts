import type { Executor } from '../database/index.ts'
import { type Clock, type Log, seal } from '../lib/index.ts'
import { compose } from './compose.ts'
import { toHtml, toText } from './content.ts'
import { deliver, type Letter, PURPOSE } from './deliver.ts'
import type { Announce } from './news.ts'
import { createSmtp, type Sender } from './smtp.ts'

export type Mail = {
  /** False: nothing is sent, and whoever makes a link hands it over. */
  readonly isOn: boolean
  readonly announce: Announce
  /** From now on this node sends what is waiting. Every node may; each mail goes through one of them. */
  startDelivery(): Promise<void>
}

/** The queue that outlives the process: see `jobs/`, which stands on the same step. */
type Queue = {
  enqueue(tx: Executor, job: { sealed: string }): Promise<void>
  work(handle: (job: unknown, id: string) => Promise<void>): Promise<void>
  /** What a job throws that is not to be tried again. */
  giveUp(reason: string): Error
}

type MailDeps = {
  readonly clock: Clock
  readonly log: Log
  readonly sealKeys: readonly Uint8Array[]
  readonly queue: Queue
}

type MailSettings = { readonly smtpUrl: string; readonly from: Sender; readonly issuer: string }

/** Mails wait in the queue sealed: they hold addresses, and links that give an account away. */
export function createMail({ smtpUrl, from, issuer }: MailSettings, deps: MailDeps): Mail {
  const { queue, sealKeys } = deps
  return {
    isOn: true,
    async announce(tx, news) {
      const { content, goodUntil } = compose(issuer, news)
      const letter: Letter = {
        to: news.to.email,
        subject: content.subject,
        text: toText(content),
        html: toHtml(content),
        goodUntil: goodUntil.toISOString(),
      }
      await queue.enqueue(tx, { sealed: await seal(sealKeys, PURPOSE, JSON.stringify(letter)) })
    },
    async startDelivery() {
      const send = createSmtp(smtpUrl, from)
      await queue.work((job, id) => deliver({ ...deps, giveUp: queue.giveUp, send }, job, id))
    },
  }
}

export const NO_MAIL: Mail = {
  isOn: false,
  announce: async () => {},
  startDelivery: async () => {},
}

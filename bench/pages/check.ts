import { readFileSync } from 'node:fs'
import type { Running } from '../lib/processes.ts'
import type { Contender } from '../lib/turns.ts'

/** A list, and how many tokens of it one answer shows. */
export type ListContender = Contender & { readonly shows: number }

/** Of the keys, this many are tried. */
const TRIED = 50

/** Each is shown its own tokens, and nobody without a key is shown any. @throws where not */
export async function check({ name, question, shows }: ListContender, { url }: Running): Promise<void> {
  const [header = '', template = ''] = Object.entries(question.headers)[0] ?? []
  const ask = async (key: string) => {
    const headers = { [header]: template.replace('{}', key) }
    const answer = await fetch(url + question.path, { headers, redirect: 'manual' })
    return { status: answer.status, shown: (await answer.text()).match(/ci deploy \d+/g) ?? [] }
  }
  const keys = readFileSync(question.secrets, 'utf8').split('\n').slice(0, TRIED)
  const answers = await Promise.all(keys.map(ask))
  const stranger = await ask('nothing')
  const isRight = answers.every(({ status, shown }) => status === 200 && new Set(shown).size === shows)
  if (!isRight || stranger.status === 200 || stranger.shown.length > 0)
    throw new Error(`${name} does not answer as it must: ${JSON.stringify({ first: answers[0], stranger })}`)
}

import type { Running } from '../lib/processes.ts'
import type { Target } from './targets.ts'

type Asked = Pick<Target, 'name' | 'question' | 'tells'>

/** What is measured must be the right answer. @throws where it is not */
export async function check(target: Asked, { url }: Running, secrets: readonly string[]): Promise<void> {
  const { path, body = '', headers: usual } = target.question
  const ask = async (secret: string, authorization?: string) => {
    const headers = { ...usual, ...(authorization === undefined ? {} : { Authorization: authorization }) }
    const answer = await fetch(url + path, { method: 'POST', headers, body: body.replace('{}', secret) })
    return { status: answer.status, body: (await answer.json()) as { active?: boolean } }
  }
  const some = await Promise.all(secrets.slice(0, 100).map((secret) => ask(secret)))
  const isRight = some.every((answer) => answer.status === 200 && answer.body.active === true)
  const unknown = await ask('pat_0000000000000000000000000000000000000000000000000')
  const isToken = !target.tells.tokens || unknown.body.active === false
  const stranger = target.tells.clients ? await ask(secrets[0] ?? '', `Basic ${btoa('nobody:x')}`) : undefined
  const isClient = stranger === undefined || stranger.status === 401
  if (!isRight || !isToken || !isClient)
    throw new Error(
      `${target.name} does not answer as it must: ${JSON.stringify({ first: some[0], unknown, stranger })}`,
    )
}

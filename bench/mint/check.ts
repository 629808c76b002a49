import type { Running } from '../lib/processes.ts'
import type { Contender } from '../lib/turns.ts'

type Answer = { readonly status: number; readonly body: { secret?: string; token?: { name?: string } } }

/** Each answer says that a token was made; Patmint's are good at once, and it makes none for whoever holds none. @throws where not */
export async function check(
  { name, question }: Contender,
  { url }: Running,
  secrets: readonly string[],
): Promise<void> {
  const ask = async (secret: string): Promise<Answer> => {
    const headers = { ...question.headers, Authorization: `Bearer ${secret}` }
    const answer = await fetch(url + question.path, { method: 'POST', headers, body: question.body ?? '' })
    return { status: answer.status, body: (await answer.json()) as Answer['body'] }
  }
  const made = await Promise.all(secrets.slice(0, 100).map(ask))
  const wrong = made.find(({ status, body }) => status !== 201 || body.token?.name !== 'ci deploy')
  if (wrong !== undefined) throw new Error(`${name} made no token: ${JSON.stringify(wrong)}`)
  if (!name.startsWith('Patmint')) return
  const isGood = (await whoami(url, made[0]?.body.secret)) === 200
  const isGuarded = (await ask('pat_wrong')).status === 401
  if (!isGood || !isGuarded) throw new Error(`${name} does not answer as it must: ${JSON.stringify(made[0])}`)
}

const whoami = async (url: string, secret = ''): Promise<number> =>
  (await fetch(`${url}/api/v1/whoami`, { headers: { Authorization: `Bearer ${secret}` } })).status

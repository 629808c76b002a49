import type { Operation } from '../../../src/http/api/operation.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import { callOperation, fillPath } from '../../api/every.ts'
import type { Act, Attempt } from '../act.ts'
import type { Door, Outcome } from './door.ts'
import { fill } from './pages.ts'
import { refusalOf } from './programs.ts'

const PREFIX = 'api '

/** The REST API, each act by the name of its operation. */
export const rest: Door = {
  opens: ({ route }) => route.startsWith(PREFIX),
  refusalOf: (act, who) => refusalOf(operationOf(act), act, who),
  async send({ server }, { secret }, act, attempt) {
    const subject = operationOf(act)
    const { params, query = '', body = toBody(attempt) } = attempt.api ?? {}
    const given = { ...inApiWords(attempt.params ?? {}), ...params }
    const path = fillPath(subject, (name) => decodeURIComponent(fill(given, name)))
    return await toOutcome(await callOperation(server.url, subject, { path, query, secret, body }), attempt)
  },
}

function operationOf({ route }: Pick<Act, 'route'>): Operation {
  const found = OPERATIONS.find(({ id }) => id === route.slice(PREFIX.length))
  if (found === undefined) throw new Error(`there is no operation for ${route}`)
  return found
}

/** The pages call them otherwise, and say what kind of id it is by the address that it stands in. */
const inApiWords = ({ id, slug, organization, account, name, delivery, ...same }: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({
      tokenId: id,
      accountId: account ?? id,
      clientId: id,
      module: name,
      webhookId: id,
      deliveryId: delivery,
      organization: organization ?? slug,
      ...same,
    }).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )

/** What the form sends, where that is what the operation takes. */
const toBody = ({ fields }: Attempt): object | undefined => (Array.isArray(fields) ? undefined : fields)

async function toOutcome(answer: Response, { shows }: Attempt): Promise<Outcome> {
  const text = await answer.text()
  return {
    isDone: answer.ok && (shows === undefined || answer.status === 200),
    status: answer.status,
    code: answer.ok ? undefined : (JSON.parse(text) as { code: string }).code,
    location: null,
    text,
    requestId: answer.headers.get('x-request-id'),
  }
}

import type { Door, Outcome } from './door.ts'
import { refusalOf } from './programs.ts'

const PREFIX = 'graphql '

/** The GraphQL API, each act by the name of its field. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  apiToken: 'query Do($id: ID!) { apiToken(id: $id) { id name } }',
  apiTokens:
    'query Do($organizationId: ID, $workspaceId: ID) { apiTokens(organizationId: $organizationId, workspaceId: $workspaceId) { nodes { name } } }',
  createApiToken:
    'mutation Do($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } } }',
  rotateApiToken: 'mutation Do($id: ID!) { rotateApiToken(id: $id, when: now) { apiToken { id } } }',
  revokeApiToken: 'mutation Do($id: ID!) { revokeApiToken(id: $id) { id } }',
}

export const FIELDS: readonly string[] = Object.keys(DOCUMENTS)

export const graphql: Door = {
  opens: ({ route }) => route.startsWith(PREFIX),
  refusalOf: (act, who) => refusalOf({ access: 'patmint:write' }, act, who),
  async send({ server }, { secret }, { route }, { params, api }) {
    const query = DOCUMENTS[route.slice(PREFIX.length)]
    const listed = Object.fromEntries(new URLSearchParams(api?.query))
    const variables = { ...params, ...listed, input: api?.body }
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      },
      body: JSON.stringify({ query, variables }),
    })
    return await toOutcome(answer)
  },
}

type Problem = { readonly code: string; readonly status: number }
type Answer = Partial<Problem> & { readonly errors?: readonly { readonly extensions: Problem }[] }

/** Before there is a token it answers as the REST API does; from then on problems stand beside the data. */
async function toOutcome(answer: Response): Promise<Outcome> {
  const text = await answer.text()
  const { errors, ...whole } = JSON.parse(text) as Answer
  const problem = errors?.[0]?.extensions ?? (answer.ok ? undefined : whole)
  return {
    isDone: problem === undefined,
    status: problem?.status ?? answer.status,
    code: problem?.code,
    location: null,
    text,
    requestId: answer.headers.get('x-request-id'),
  }
}

import { z } from 'zod'
import { isId } from '../../../../lib/index.ts'
import { ParametersInvalid } from '../../errors.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { adminOperation } from '../admin-operation.ts'
import { OF_INSTANCE, OF_ORGANIZATION, type PolicyPlace, toPolicyReply } from './place.ts'

const listVersionsOf = (place: PolicyPlace) =>
  adminOperation('console.see', {
    id: `list${place.noun}PolicyVersions`,
    tag: 'Policy',
    method: 'get',
    path: `${place.path}/versions`,
    summary: `List the versions of ${place.whose}`,
    description: 'The newest first: a policy is never edited, a new version takes its place.',
    params: place.params,
    query: z.strictObject(pageQuery),
    status: 200,
    reply: pageOf(place.reply),
    async handle(services, { params, query: { limit, cursor } }) {
      const organizationId = await place.findOrganizationId(services, params)
      const before = readId(cursor)
      const asked = { limit: limit + 1, ...(before === undefined ? {} : { before }) }
      const versions = await services.policies.history(organizationId, asked)
      const page = versions.slice(0, limit)
      return toPage(page.map(toPolicyReply), versions.length > limit ? page.at(-1)?.id : undefined)
    },
  })

/** @throws {ParametersInvalid} */
function readId(cursor: string | undefined): string | undefined {
  const before = readCursor({ cursor })
  if (before !== undefined && !isId(before))
    throw new ParametersInvalid([{ field: 'cursor', message: 'is no cursor: send nextCursor as it came' }])
  return before
}

export const listPolicyVersions = listVersionsOf(OF_INSTANCE)
export const listOrganizationPolicyVersions = listVersionsOf(OF_ORGANIZATION)

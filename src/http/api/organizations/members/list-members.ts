import { z } from 'zod'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { text } from '../../schemas/common.ts'
import { memberReply, toMemberReply } from '../../schemas/organization.ts'
import { enter } from '../enter.ts'
import { IN_ORGANIZATION, IN_WORKSPACE, type MemberPlace } from './place.ts'

const listMembers = ({ noun, article, path, params }: MemberPlace) =>
  operation({
    id: `list${noun}Members`,
    tag: 'Organizations',
    method: 'get',
    path,
    access: 'patmint:read',
    summary: `List the members of ${article}`,
    description:
      'By e-mail address. Whoever is in it may ask. A page may have fewer than its limit before the end.',
    params,
    query: z.strictObject({
      ...pageQuery,
      search: text(200).optional().meta({ description: 'A part of the address or the name.' }),
    }),
    status: 200,
    reply: pageOf(memberReply),
    errors: ['not_found'],
    async handle(services, { caller, params: given, query }) {
      const { ids } = await enter(services, caller, given)
      const page = { text: query.search, after: readCursor(query), limit: query.limit }
      const { items, next } = await services.organizations.listMemberPage(ids, page)
      return toPage(items.map(toMemberReply), next)
    },
  })

export const listOrganizationMembers = listMembers(IN_ORGANIZATION)
export const listWorkspaceMembers = listMembers(IN_WORKSPACE)

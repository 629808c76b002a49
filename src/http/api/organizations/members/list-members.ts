import { z } from 'zod'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
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
    description: 'By e-mail address. Whoever is in it may ask.',
    params,
    query: z.strictObject(pageQuery),
    status: 200,
    reply: pageOf(memberReply),
    errors: ['not_found'],
    async handle(services, { caller, params: given, query }) {
      const { ids } = await enter(services, caller, given)
      const page = { after: readCursor(query), limit: query.limit }
      const { items, next } = await services.organizations.listMemberPage(ids, page)
      return toPage(items.map(toMemberReply), next)
    },
  })

export const listOrganizationMembers = listMembers(IN_ORGANIZATION)
export const listWorkspaceMembers = listMembers(IN_WORKSPACE)

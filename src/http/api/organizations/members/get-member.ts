import { operation } from '../../operation.ts'
import { memberReply, toMemberReply } from '../../schemas/organization.ts'
import { enter } from '../enter.ts'
import { getMemberIn, IN_ORGANIZATION, IN_WORKSPACE, type MemberPlace } from './place.ts'

const getMember = ({ noun, article, path, memberParams }: MemberPlace) =>
  operation({
    id: `get${noun}Member`,
    tag: 'Organizations',
    method: 'get',
    path: `${path}/{accountId}`,
    access: 'patmint:read',
    summary: `Get a member of ${article}`,
    description: 'Whoever is in it may ask. Its ETag goes into If-Match where the role is changed.',
    params: memberParams,
    status: 200,
    reply: memberReply,
    version: (member) => member,
    errors: ['not_found', 'not_a_member'],
    async handle(services, { caller, params: { accountId, ...place } }) {
      const entered = await enter(services, caller, place)
      return toMemberReply(await getMemberIn(services, entered, accountId))
    },
  })

export const getOrganizationMember = getMember(IN_ORGANIZATION)
export const getWorkspaceMember = getMember(IN_WORKSPACE)

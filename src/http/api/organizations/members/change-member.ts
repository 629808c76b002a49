import { z } from 'zod'
import type { Operation } from '../../operation.ts'
import { operation } from '../../operation.ts'
import { memberReply, membershipRole, toMemberReply } from '../../schemas/organization.ts'
import { enter } from '../enter.ts'
import { getOrganizationMember, getWorkspaceMember } from './get-member.ts'
import { getMemberIn, IN_ORGANIZATION, IN_WORKSPACE, type MemberPlace } from './place.ts'

const changeMember = ({ noun, article, path, memberParams, manage }: MemberPlace, current: Operation) =>
  operation({
    id: `change${noun}Member`,
    tag: 'Organizations',
    method: 'patch',
    path: `${path}/{accountId}`,
    access: 'patmint:write',
    summary: `Change the role of a member of ${article}`,
    description:
      'Tokens of the place that the member answers for are inactive while they are no administrator of it.',
    params: memberParams,
    body: z.strictObject({ role: membershipRole }).meta({ id: 'MemberChanges' }),
    status: 200,
    reply: memberReply,
    current,
    errors: ['not_found', 'not_permitted', 'not_a_member', 'precondition_failed'],
    async handle(services, { caller, actor, params: { accountId, ...place }, body: { role } }) {
      const entered = await enter(services, caller, place)
      entered.require(manage)
      await services.organizations.changeMember(actor, { ...entered.ids, accountId, role })
      return toMemberReply(await getMemberIn(services, entered, accountId))
    },
  })

export const changeOrganizationMember = changeMember(IN_ORGANIZATION, getOrganizationMember)
export const changeWorkspaceMember = changeMember(IN_WORKSPACE, getWorkspaceMember)

import { z } from 'zod'
import { operation } from '../../operation.ts'
import { enter } from '../enter.ts'
import { IN_ORGANIZATION, IN_WORKSPACE, type MemberPlace } from './place.ts'

const removeMember = ({ noun, article, path, memberParams, manage }: MemberPlace) =>
  operation({
    id: `remove${noun}Member`,
    tag: 'Organizations',
    method: 'delete',
    path: `${path}/{accountId}`,
    access: 'patmint:write',
    summary: `Remove a member of ${article}`,
    description:
      'Who leaves an organization leaves its workspaces. Tokens that they made for it stay there, inactive until another ' +
      'administrator adopts them.',
    params: memberParams,
    status: 204,
    reply: z.undefined(),
    errors: ['not_found', 'not_permitted', 'not_a_member'],
    async handle(services, { caller, actor, params: { accountId, ...place } }) {
      const entered = await enter(services, caller, place)
      entered.require(manage)
      await services.organizations.removeMember(actor, { ...entered.ids, accountId })
    },
  })

export const removeOrganizationMember = removeMember(IN_ORGANIZATION)
export const removeWorkspaceMember = removeMember(IN_WORKSPACE)

import { z } from 'zod'
import { ParametersInvalid } from '../../errors.ts'
import { operation } from '../../operation.ts'
import { idFilter, text } from '../../schemas/common.ts'
import { memberReply, membershipRole, toMemberReply } from '../../schemas/organization.ts'
import { enter } from '../enter.ts'
import { getMemberIn, IN_ORGANIZATION, IN_WORKSPACE, type MemberPlace } from './place.ts'

const newMember = z
  .strictObject({
    email: text(254)
      .optional()
      .meta({ description: 'Of somebody who has an account here.', examples: ['ada@example.com'] }),
    accountId: idFilter.optional().meta({ description: 'Instead of email.' }),
    role: membershipRole.default('member'),
  })
  .meta({ id: 'NewMember' })

const addMember = ({ noun, article, path, params, manage }: MemberPlace) =>
  operation({
    id: `add${noun}Member`,
    tag: 'Organizations',
    method: 'post',
    path,
    access: 'patmint:write',
    summary: `Add a member to ${article}`,
    description:
      'By email or accountId. Who is added to a workspace becomes a member of its organization too; whoever administers the ' +
      'workspace alone adds only those who are in the organization already.',
    params,
    body: newMember,
    status: 201,
    reply: memberReply,
    errors: [
      'not_found',
      'not_permitted',
      'account_unknown',
      'account_not_in_organization',
      'already_member',
      'service_account_is_no_member',
    ],
    async handle(services, { caller, actor, params: given, body }) {
      const entered = await enter(services, caller, given)
      entered.require(manage)
      const { organizations } = services
      const mayLetIn = entered.may('organization.manage_members')
      const { id: accountId } = await organizations.findAddable(entered.organization, toWhom(body), mayLetIn)
      await organizations.addMember(actor, { ...entered.ids, accountId, role: body.role })
      return toMemberReply(await getMemberIn(services, entered, accountId))
    },
  })

/** @throws {ParametersInvalid} where it is not exactly one of the two */
function toWhom({ email, accountId }: z.output<typeof newMember>) {
  if (email !== undefined && accountId === undefined) return { email }
  if (accountId !== undefined && email === undefined) return { accountId }
  throw new ParametersInvalid([{ field: 'email', message: 'send either email or accountId' }])
}

export const addOrganizationMember = addMember(IN_ORGANIZATION)
export const addWorkspaceMember = addMember(IN_WORKSPACE)

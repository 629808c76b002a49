import type { z } from 'zod'
import type { Services } from '../../../../assemble.ts'
import type { Member } from '../../../../organizations/index.ts'
import { NotAMember } from '../../../../organizations/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { idParameter } from '../../schemas/common.ts'
import {
  type Entered,
  ORGANIZATION_PATH,
  organizationParams,
  WORKSPACE_PATH,
  workspaceParams,
} from '../enter.ts'

type Params = { readonly organization: string; readonly workspace?: string | undefined }

/** Organizations and workspaces have members alike: the operations of both are made from one description. */
export type MemberPlace = {
  /** In the names of the operations. */
  readonly noun: 'Organization' | 'Workspace'
  /** In sentences. */
  readonly article: 'an organization' | 'a workspace'
  readonly path: string
  readonly params: z.ZodType<Params>
  readonly memberParams: z.ZodType<Params & { readonly accountId: string }>
  readonly manage: Action
}

export const IN_ORGANIZATION: MemberPlace = {
  noun: 'Organization',
  article: 'an organization',
  path: `${ORGANIZATION_PATH}/members`,
  params: organizationParams,
  memberParams: organizationParams.extend({ accountId: idParameter }),
  manage: 'organization.manage_members',
}

export const IN_WORKSPACE: MemberPlace = {
  noun: 'Workspace',
  article: 'a workspace',
  path: `${WORKSPACE_PATH}/members`,
  params: workspaceParams,
  memberParams: workspaceParams.extend({ accountId: idParameter }),
  manage: 'workspace.manage_members',
}

/** @throws {NotAMember} also for what is no id */
export async function getMemberIn(
  { organizations }: Pick<Services, 'organizations'>,
  { ids }: Entered,
  accountId: string,
): Promise<Member> {
  const member = await organizations.findMember(ids, accountId)
  if (member === undefined) throw new NotAMember({ ...ids, accountId: accountId.slice(0, 100) })
  return member
}

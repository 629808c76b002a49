import { z } from 'zod'
import type { Services } from '../../../assemble.ts'
import type { Organization, Organizations, Workspace } from '../../../organizations/index.ts'
import { type Action, isPermitted, requirePermission } from '../../../permissions/index.ts'
import { PageNotFound } from '../../errors.ts'
import { type Caller, standingsIn } from '../caller.ts'
import { idParameter } from '../schemas/common.ts'

const idOrSlug = z.string().meta({ description: 'Its id, or its slug.', examples: ['acme'] })

export const organizationParams = z.strictObject({ organization: idOrSlug })
export const workspaceParams = organizationParams.extend({ workspace: idOrSlug })
export const organizationAccountParams = organizationParams.extend({ accountId: idParameter })

export const ORGANIZATION_PATH = '/api/v1/organizations/{organization}'
export const WORKSPACE_PATH = `${ORGANIZATION_PATH}/workspaces/{workspace}`

/** A place that the caller may see, and what they may do there. */
export type Entered = {
  readonly organization: Organization
  readonly workspace: Workspace | undefined
  /** For the verbs of the room. */
  readonly ids: { readonly organizationId: string; readonly workspaceId: string | undefined }
  may(action: Action): boolean
  /** @throws {NotThere | NotPermitted} */
  require(action: Action): void
}

type Given = { readonly organization: string; readonly workspace?: string | undefined }

/**
 * An organization or, where the address names one, a workspace of it. Strangers are told the same as of one that does not
 * exist (U13), and so is a token of another place.
 * @throws {PageNotFound | NotThere}
 */
export async function enter(services: Services, caller: Caller, given: Given): Promise<Entered> {
  const place = await findPlace(services.organizations, given)
  if (place === undefined) throw new PageNotFound()
  const { organization, workspace } = place
  const ids = { organizationId: organization.id, workspaceId: workspace?.id }
  const standings = await standingsIn(services, caller, ids)
  requirePermission(workspace === undefined ? 'organization.see' : 'workspace.see', standings)
  return {
    ...place,
    ids,
    may: (action) => isPermitted(action, standings),
    require: (action) => requirePermission(action, standings),
  }
}

type Place = Pick<Entered, 'organization' | 'workspace'>

/** Whoever asks. */
export async function findPlace(organizations: Organizations, given: Given): Promise<Place | undefined> {
  const organization =
    (await organizations.find(given.organization)) ?? (await organizations.findBySlug(given.organization))
  if (organization === undefined || given.workspace === undefined)
    return organization && { organization, workspace: undefined }
  const workspace = await organizations.findWorkspace(organization.id, given.workspace)
  return workspace && { organization, workspace }
}

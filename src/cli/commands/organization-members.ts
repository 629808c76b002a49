import { type Command, Option } from 'commander'
import type { Services } from '../../assemble.ts'
import { OPERATOR } from '../../audit/index.ts'
import type { MembershipRole } from '../../organizations/index.ts'
import { examples } from '../examples.ts'
import { getAccount } from '../find-account.ts'
import { getOrganization, getWorkspace } from '../find-organization.ts'
import type { Perform } from '../perform.ts'

type Options = { readonly workspace?: string; readonly role: MembershipRole }
type Verb = 'add' | 'change' | 'remove'

const ABOUT: Record<Verb, string> = {
  add: 'Make an account a member, of the organization or of one of its workspaces.',
  change: 'Change a member’s role, in the organization or in one of its workspaces.',
  remove: 'Take a membership away. Who leaves the organization leaves its workspaces too.',
}

const EXAMPLES: Record<Verb, readonly string[]> = {
  add: [
    'organization add-member acme ada@example.com --role admin',
    'organization add-member acme grace@example.com --workspace docs',
  ],
  change: ['organization change-member acme ada@example.com --role member'],
  remove: ['organization remove-member acme ada@example.com'],
}

export function addOrganizationMember(organization: Command, perform: Perform, verb: Verb): void {
  const command = organization
    .command(`${verb}-member`)
    .description(ABOUT[verb])
    .argument('<slug>', 'as organization list shows it')
    .argument('<email>', 'as account list shows it')
    .option('--workspace <slug>', 'in this workspace, not in the organization as a whole')
    .addHelpText('after', examples(...EXAMPLES[verb]))
    .action((slug: string, email: string, options: Options) =>
      perform((services) => changeMembership(services, verb, { slug, email, ...options })),
    )
  if (verb !== 'remove') command.addOption(roleOption(verb))
}

function roleOption(verb: 'add' | 'change'): Option {
  const option = new Option('--role <role>', 'what the account is there').choices(['member', 'admin'])
  return verb === 'add' ? option.default('member') : option.makeOptionMandatory()
}

type Given = Options & { readonly slug: string; readonly email: string }

async function changeMembership({ accounts, organizations }: Services, verb: Verb, given: Given) {
  const organization = await getOrganization(organizations, given.slug)
  const workspace =
    given.workspace === undefined
      ? undefined
      : await getWorkspace(organizations, organization, given.workspace)
  const { id: accountId, email } = await getAccount(accounts, given.email)
  const { role } = given
  const key = { organizationId: organization.id, workspaceId: workspace?.id, accountId }
  if (verb === 'add') await organizations.addMember(OPERATOR, { ...key, role })
  if (verb === 'change') await organizations.changeMember(OPERATOR, { ...key, role })
  if (verb === 'remove') await organizations.removeMember(OPERATOR, key)
  const place = workspace === undefined ? organization.slug : `${organization.slug}/${workspace.slug}`
  return {
    json: {
      email,
      organization: organization.slug,
      workspace: workspace?.slug ?? null,
      role: verb === 'remove' ? null : role,
    },
    text:
      verb === 'remove'
        ? `${email} is no longer a member of ${place}. Tokens they made for it are inactive until another administrator adopts them.`
        : `${email} is ${role === 'admin' ? 'an administrator' : 'a member'} of ${place}.`,
  }
}

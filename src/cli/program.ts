import { Command } from 'commander'
import { addAccountCreate } from './commands/account-create.ts'
import { addAccountCreateService } from './commands/account-create-service.ts'
import { addAccountEndSessions } from './commands/account-end-sessions.ts'
import { addAccountInvite } from './commands/account-invite.ts'
import { addAccountList } from './commands/account-list.ts'
import { addAccountPasswordLink } from './commands/account-password-link.ts'
import { addAccountResetPassword } from './commands/account-reset-password.ts'
import { addAccountRole } from './commands/account-role.ts'
import { addAccountSwitch } from './commands/account-switch.ts'
import { addApply } from './commands/apply.ts'
import { addAuditExport } from './commands/audit-export.ts'
import { addAuditList } from './commands/audit-list.ts'
import { addClientChange } from './commands/client-change.ts'
import { addClientCreate } from './commands/client-create.ts'
import { addClientEndPreviousSecret } from './commands/client-end-previous-secret.ts'
import { addClientEnsureInternal } from './commands/client-ensure-internal.ts'
import { addClientList } from './commands/client-list.ts'
import { addClientRotateSecret } from './commands/client-rotate-secret.ts'
import { addClientSwitch } from './commands/client-switch.ts'
import { addDoctor } from './commands/doctor.ts'
import { addExport } from './commands/export.ts'
import { addMigrate } from './commands/migrate.ts'
import { addModuleAdd } from './commands/module-add.ts'
import { addModuleChange } from './commands/module-change.ts'
import { addModuleList } from './commands/module-list.ts'
import { addModuleRemove } from './commands/module-remove.ts'
import { addOrganizationChange } from './commands/organization-change.ts'
import { addOrganizationCreate } from './commands/organization-create.ts'
import { addOrganizationList } from './commands/organization-list.ts'
import { addOrganizationMember } from './commands/organization-members.ts'
import { addOrganizationShow } from './commands/organization-show.ts'
import { addOrganizationSwitch } from './commands/organization-switch.ts'
import { addPolicyHistory } from './commands/policy-history.ts'
import { addPolicySet } from './commands/policy-set.ts'
import { addPolicyShow } from './commands/policy-show.ts'
import { addResourceServerChange } from './commands/resource-server-change.ts'
import { addResourceServerCreate } from './commands/resource-server-create.ts'
import { addResourceServerEndPreviousSecret } from './commands/resource-server-end-previous-secret.ts'
import { addResourceServerList } from './commands/resource-server-list.ts'
import { addResourceServerRotateSecret } from './commands/resource-server-rotate-secret.ts'
import { addResourceServerSwitch } from './commands/resource-server-switch.ts'
import { addTokenAdopt } from './commands/token-adopt.ts'
import { addTokenEdit } from './commands/token-edit.ts'
import { addTokenList } from './commands/token-list.ts'
import { addTokenMint } from './commands/token-mint.ts'
import { addTokenRateLimit } from './commands/token-rate-limit.ts'
import { addTokenRevoke } from './commands/token-revoke.ts'
import { addTokenRotate } from './commands/token-rotate.ts'
import { addWebhookChange } from './commands/webhook-change.ts'
import { addWebhookCreate } from './commands/webhook-create.ts'
import { addWebhookDeliveries } from './commands/webhook-deliveries.ts'
import { addWebhookList } from './commands/webhook-list.ts'
import { addWebhookRedeliver } from './commands/webhook-redeliver.ts'
import { addWebhookRemove } from './commands/webhook-remove.ts'
import { addWebhookRotateSecret } from './commands/webhook-rotate-secret.ts'
import { addWebhookSwitch } from './commands/webhook-switch.ts'
import { addWebhookTest } from './commands/webhook-test.ts'
import { addWorkspaceChange } from './commands/workspace-change.ts'
import { addWorkspaceCreate } from './commands/workspace-create.ts'
import { addWorkspaceList } from './commands/workspace-list.ts'
import { addWorkspaceSwitch } from './commands/workspace-switch.ts'
import { examples } from './examples.ts'
import { createPerform, stream } from './perform.ts'

/** Every command, as a tree of noun and verb. */
export function createProgram(): Command {
  const program = new Command('patmint')
    .description('Run a Patmint server from the terminal. Every command also works while the server runs.')
    .option('--json', 'print one JSON document instead of text')
    .exitOverride()
    // What went wrong is said once, in `failure.ts`.
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', `${EXIT_CODES}${OVERVIEW}`)
  const wantsJson = () => program.opts<{ json?: true }>().json === true
  const perform = createPerform(wantsJson)

  const account = program.command('account').description('people and service accounts')
  addAccountCreate(account, perform)
  addAccountCreateService(account, perform)
  addAccountInvite(account, perform)
  addAccountList(account, perform)
  addAccountPasswordLink(account, perform)
  addAccountResetPassword(account, perform)
  addAccountRole(account, perform)
  addAccountEndSessions(account, perform)
  addAccountSwitch(account, perform, 'disable')
  addAccountSwitch(account, perform, 'enable')

  const organization = program
    .command('organization')
    .description('who belongs together: members, workspaces, service accounts')
  addOrganizationCreate(organization, perform)
  addOrganizationList(organization, perform)
  addOrganizationShow(organization, perform)
  addOrganizationChange(organization, perform)
  addOrganizationSwitch(organization, perform, 'disable')
  addOrganizationSwitch(organization, perform, 'enable')
  addOrganizationMember(organization, perform, 'add')
  addOrganizationMember(organization, perform, 'change')
  addOrganizationMember(organization, perform, 'remove')

  const workspace = program
    .command('workspace')
    .description('parts of an organization, with members of their own')
  addWorkspaceCreate(workspace, perform)
  addWorkspaceList(workspace, perform)
  addWorkspaceChange(workspace, perform)
  addWorkspaceSwitch(workspace, perform, 'disable')
  addWorkspaceSwitch(workspace, perform, 'enable')

  const client = program.command('client').description('OAuth clients, and the switch of token generation')
  addClientEnsureInternal(client, perform)
  addClientCreate(client, perform)
  addClientList(client, perform)
  addClientChange(client, perform)
  addClientRotateSecret(client, perform)
  addClientEndPreviousSecret(client, perform)
  addClientSwitch(client, perform, 'disable')
  addClientSwitch(client, perform, 'enable')

  const module = program
    .command('module')
    .description('the parts of your APIs, and what can be done with them')
  addModuleAdd(module, perform)
  addModuleList(module, perform)
  addModuleChange(module, perform)
  addModuleRemove(module, perform)

  const server = program.command('resource-server').description('the APIs that ask whether a token is good')
  addResourceServerCreate(server, perform)
  addResourceServerList(server, perform)
  addResourceServerChange(server, perform)
  addResourceServerRotateSecret(server, perform)
  addResourceServerEndPreviousSecret(server, perform)
  addResourceServerSwitch(server, perform, 'disable')
  addResourceServerSwitch(server, perform, 'enable')

  const token = program.command('token').description('personal access tokens')
  addTokenMint(token, perform)
  addTokenList(token, perform)
  addTokenEdit(token, perform)
  addTokenRotate(token, perform)
  addTokenAdopt(token, perform)
  addTokenRateLimit(token, perform)
  addTokenRevoke(token, perform)

  const policy = program
    .command('policy')
    .description('what tokens may be: lifetimes, kinds, networks, scopes')
  addPolicyShow(policy, perform)
  addPolicySet(policy, perform)
  addPolicyHistory(policy, perform)

  const webhook = program.command('webhook').description('programs that are told when tokens come and go')
  addWebhookCreate(webhook, perform)
  addWebhookList(webhook, perform)
  addWebhookChange(webhook, perform)
  addWebhookRotateSecret(webhook, perform)
  addWebhookSwitch(webhook, perform, 'disable')
  addWebhookSwitch(webhook, perform, 'enable')
  addWebhookRemove(webhook, perform)
  addWebhookTest(webhook, perform)
  addWebhookDeliveries(webhook, perform)
  addWebhookRedeliver(webhook, perform)

  const audit = program.command('audit').description('who did what, when and from where')
  addAuditList(audit, perform)
  addAuditExport(audit, stream)

  addApply(program, perform, wantsJson)
  addExport(program, perform)
  addDoctor(program, wantsJson)
  addMigrate(program, perform)
  return program
}

const EXIT_CODES = `
Exit codes:
  0  done
  1  refused, failed, or (doctor) something is wrong
  2  asked wrongly, or the configuration is not right
`

const OVERVIEW = examples(
  'account create --email you@example.com --admin',
  'resource-server create --name "Tracker API" --audience https://tracker.example.com --modules tracker',
  'token list --json',
)

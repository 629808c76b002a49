import { Command } from 'commander'
import { addAccountCreate } from './commands/account-create.ts'
import { addAccountList } from './commands/account-list.ts'
import { addAccountResetPassword } from './commands/account-reset-password.ts'
import { addAccountSwitch } from './commands/account-switch.ts'
import { addClientCreate } from './commands/client-create.ts'
import { addClientEnsureInternal } from './commands/client-ensure-internal.ts'
import { addClientList } from './commands/client-list.ts'
import { addClientSwitch } from './commands/client-switch.ts'
import { addMigrate } from './commands/migrate.ts'
import { addModuleAdd } from './commands/module-add.ts'
import { addModuleList } from './commands/module-list.ts'
import { addResourceServerCreate } from './commands/resource-server-create.ts'
import { addResourceServerList } from './commands/resource-server-list.ts'
import { addTokenList } from './commands/token-list.ts'
import { addTokenMint } from './commands/token-mint.ts'
import { addTokenRevoke } from './commands/token-revoke.ts'
import { examples } from './examples.ts'
import { createPerform } from './perform.ts'

/** Every command, as a tree of noun and verb. */
export function createProgram(): Command {
  const program = new Command('patmint')
    .description('Run a Patmint server from the terminal. Every command also works while the server runs.')
    .option('--json', 'print one JSON document instead of text')
    .exitOverride()
    // What went wrong is said once, in `failure.ts`.
    .configureOutput({ outputError: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', OVERVIEW)
  const perform = createPerform(() => program.opts<{ json?: true }>().json === true)

  const account = program.command('account').description('people and service accounts')
  addAccountCreate(account, perform)
  addAccountList(account, perform)
  addAccountResetPassword(account, perform)
  addAccountSwitch(account, perform, 'disable')
  addAccountSwitch(account, perform, 'enable')

  const client = program.command('client').description('OAuth clients, and the switch of token generation')
  addClientEnsureInternal(client, perform)
  addClientCreate(client, perform)
  addClientList(client, perform)
  addClientSwitch(client, perform, 'disable')
  addClientSwitch(client, perform, 'enable')

  const module = program.command('module').description('the parts of your APIs, each with read and write')
  addModuleAdd(module, perform)
  addModuleList(module, perform)

  const server = program.command('resource-server').description('the APIs that ask whether a token is good')
  addResourceServerCreate(server, perform)
  addResourceServerList(server, perform)

  const token = program.command('token').description('personal access tokens')
  addTokenMint(token, perform)
  addTokenList(token, perform)
  addTokenRevoke(token, perform)

  addMigrate(program, perform)
  return program
}

const OVERVIEW = examples(
  'account create --email you@example.com --admin',
  'resource-server create --name "Tracker API" --audience https://tracker.example.com --modules tracker',
  'token list --json',
)

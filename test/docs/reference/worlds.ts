import type { Account, Role } from '../../../src/accounts/index.ts'
import { OPERATOR } from '../../../src/audit/index.ts'
import { PASSWORD, type TestServer } from '../../support/server.ts'

/** What a page's samples find in their environment, beside PATMINT_URL. */
type World = Readonly<Record<string, string>> & { readonly PATMINT_TOKEN: string }

/** What a reader is assumed to have before the first sample of a page. */
export const WORLDS: Readonly<Record<string, (server: TestServer) => Promise<World>>> = {
  'docs/reference/authentication.md': async (server) => {
    const ada = await createAda(server)
    await server.createOrganization('Acme', ada)
    return {
      PATMINT_TOKEN: await mint(server, ada, 'CI deploy', ['patmint:read', 'tracker:write']),
      ENDING_TOKEN: await mint(server, ada, 'Ending', ['patmint:read'], 7),
    }
  },
}

const createAda = (server: TestServer, role: Role = 'member'): Promise<Account> =>
  server.accounts.create(OPERATOR, {
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    role,
    password: PASSWORD,
  })

async function mint(
  server: TestServer,
  { id: accountId }: Account,
  name: string,
  scopes: string[],
  inDays = 30,
): Promise<string> {
  const { secret } = await server.tokens.mint(OPERATOR, { accountId, name, scopes, expiry: { inDays } })
  return secret
}

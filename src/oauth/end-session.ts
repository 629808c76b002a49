import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'

/** Ends the engine's session of this browser, if it has one; `unlessOf` keeps that of one account. */
export async function endEngineSession(
  provider: Provider,
  [req, res]: [req: IncomingMessage, res: ServerResponse],
  options: { unlessOf?: string } = {},
): Promise<void> {
  const ctx = provider.createContext(req, res)
  const session = await provider.Session.get(ctx)
  if (session.accountId === undefined || session.accountId === options.unlessOf) return
  await session.destroy()
}

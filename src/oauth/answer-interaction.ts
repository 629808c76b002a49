import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { errors, type Interaction } from 'oidc-provider'
import { asProductError } from './database-fault.ts'
import type { EngineDeps } from './deps.ts'
import { describeInteraction, mustEnterPassword } from './describe-interaction.ts'
import { endEngineSession } from './end-session.ts'
import { InteractionNotFound, PasswordNeeded } from './errors.ts'
import { grantConsent } from './grant-consent.ts'
import type { Interactions, SignedIn } from './interaction.ts'

type Exchange = [req: IncomingMessage, res: ServerResponse]

/** What the pages at `/interaction/:uid` do; see `Interactions` for what each promises. */
export function createInteractions(deps: EngineDeps, provider: Provider): Interactions {
  const find = (req: IncomingMessage, res: ServerResponse): Promise<Interaction> =>
    provider.interactionDetails(req, res)
  return {
    interaction: translated(async (req: IncomingMessage, res: ServerResponse) => {
      const interaction = await find(req, res)
      const client = await deps.clients.find(String(interaction.params.client_id))
      if (client === undefined || client.disabledAt !== null) throw new InteractionNotFound()
      return await describeInteraction(deps.catalogue, client, interaction)
    }),
    finishLogin: translated(async (req: IncomingMessage, res: ServerResponse, by: SignedIn) => {
      const interaction = await find(req, res)
      if (interaction.prompt.name !== 'login') throw new InteractionNotFound()
      if (mustEnterPassword(interaction) && !wasEnteredSince(interaction, by.passwordAt))
        throw new PasswordNeeded()
      await endEngineSession(provider, [req, res], { unlessOf: by.accountId })
      return await finishLogin(provider, [req, res], by)
    }),
    finishConsent: translated(async (req: IncomingMessage, res: ServerResponse, accountId: string) => {
      const interaction = await find(req, res)
      const isTheirs = interaction.prompt.name === 'consent' && interaction.session?.accountId === accountId
      if (!isTheirs) throw new InteractionNotFound()
      const grantId = await grantConsent(provider, interaction, accountId)
      return await provider.interactionResult(req, res, { consent: { grantId } })
    }),
    abort: translated((req: IncomingMessage, res: ServerResponse) =>
      provider.interactionResult(
        req,
        res,
        { error: 'access_denied', error_description: 'the person did not agree' },
        { mergeWithLastSubmission: false },
      ),
    ),
  }
}

/** `sessionId` is for our own check, which lets the engine's session hang on the one that answered. */
function finishLogin(provider: Provider, [req, res]: Exchange, by: SignedIn): Promise<string> {
  const { accountId, passwordAt, sessionId } = by
  const login = { accountId, ts: Math.floor(passwordAt.getTime() / 1_000), sessionId }
  return provider.interactionResult(req, res, { login }, { mergeWithLastSubmission: false })
}

const wasEnteredSince = ({ iat }: Interaction, passwordAt: Date): boolean =>
  iat !== undefined && passwordAt.getTime() >= iat * 1_000

/** Pages know our errors, not oidc-provider's. */
const translated =
  <Given extends unknown[], Result>(verb: (...given: Given) => Promise<Result>) =>
  async (...given: Given): Promise<Result> => {
    try {
      return await verb(...given)
    } catch (error) {
      throw error instanceof errors.SessionNotFound ? new InteractionNotFound(error) : asProductError(error)
    }
  }
